namespace OciInterceptor.Tests.Linux;

/// <summary>Law 8: never twice itself.</summary>
public sealed class OwnProgramTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    // "This program" is the test host.
    private static string Self => File.ResolveLinkTarget("/proc/self/exe", returnFinalTarget: true)!.FullName;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("the path itself")]
    [InlineData("/proc/self/exe")]
    [InlineData("a symbolic link")]
    [InlineData("a link to a link")]
    [InlineData("a path with detours")]
    public void This_program_is_refused_under_any_path(string way)
    {
        var path = way switch
        {
            "the path itself" => Self,
            "/proc/self/exe" => way,
            "a path with detours" => $"{Path.GetDirectoryName(Self)}/../{Path.GetFileName(Path.GetDirectoryName(Self))}/./{Path.GetFileName(Self)}",
            _ => _directory["link"],
        };
        File.CreateSymbolicLink(_directory["self"], Self);
        File.CreateSymbolicLink(_directory["link"], way == "a link to a link" ? "self" : Self);

        FoundRuntime.Find(path, "PATH=/bin").Fault.Should().Be("IsSelf");
        FoundRuntime.Find(path, "PATH=/bin").Message.Should().Be($"cannot use the runtime {path}: it is oci-interceptor itself");
    }

    [Fact]
    public void This_program_is_refused_under_a_hard_link()
    {
        using var beside = HardLinkOfSelf("runc");

        FoundRuntime.Find(beside["runc"], "PATH=/bin").Fault.Should().Be("IsSelf");
        FoundRuntime.Find("runc", $"PATH={beside.Path}").Fault.Should().Be("NotOnPath");
        FoundRuntime.Find("runc", $"PATH={beside.Path}").SkippedSelf.Should().BeTrue();
    }

    [Fact]
    public void This_program_is_passed_over_in_PATH()
    {
        Directory.CreateDirectory(_directory["ours"]);
        Directory.CreateDirectory(_directory["theirs"]);
        File.CreateSymbolicLink(_directory["ours/runc"], Self);
        _directory.Program("theirs/runc");

        var found = FoundRuntime.Find("runc", $"PATH={_directory["ours"]}:{_directory["theirs"]}");

        found.Fault.Should().Be("None");
        found.Path.Should().Be(_directory["theirs/runc"]);
        found.SkippedSelf.Should().BeTrue();
    }

    [Fact]
    public void This_program_as_the_only_one_in_PATH_is_an_error_that_says_so()
    {
        File.CreateSymbolicLink(_directory["runc"], Self);

        var found = FoundRuntime.Find("runc", $"PATH=/nowhere:{_directory.Path}");

        found.Fault.Should().Be("NotOnPath");
        found.Message.Should().Be($"cannot find the runtime runc in PATH (/nowhere:{_directory.Path}): the only file of that name is oci-interceptor itself");
    }

    [Fact]
    public void A_copy_of_this_program_is_refused_and_passed_over_in_PATH()
    {
        File.Copy(Self, _directory["runc"]);

        FoundRuntime.Find(_directory["runc"], "PATH=/bin").Fault.Should().Be("IsSelf");
        FoundRuntime.Find("runc", $"PATH={_directory.Path}").SkippedSelf.Should().BeTrue();
    }

    [Fact]
    public void A_file_of_the_same_size_is_no_copy()
    {
        using (var file = File.Create(_directory["runc"]))
        {
            file.SetLength(new FileInfo(Self).Length);
        }
        File.SetUnixFileMode(_directory["runc"], File.GetUnixFileMode(Self));

        FoundRuntime.Find(_directory["runc"], "PATH=/bin").Fault.Should().Be("None");
    }

    [Fact]
    public void A_file_of_another_size_is_no_copy()
    {
        File.Copy(Self, _directory["runc"]);
        File.AppendAllText(_directory["runc"], "x");

        FoundRuntime.Find(_directory["runc"], "PATH=/bin").Fault.Should().Be("None");
    }

    [Fact]
    public void Another_program_is_no_copy_of_this_one()
    {
        File.Copy("/bin/true", _directory["runc"]);

        FoundRuntime.Find(_directory["runc"], "PATH=/bin").Fault.Should().Be("None");
    }

    // A hard link must lie in the file system of the file.
    private static TemporaryDirectory HardLinkOfSelf(string name)
    {
        foreach (var parent in new[] { Path.GetTempPath(), AppContext.BaseDirectory, Path.GetDirectoryName(Self)! })
        {
            var directory = new TemporaryDirectory(parent);
            try
            {
                Posix.Link(Self, directory[name]);
                return directory;
            }
            catch (IOException e) when (e.HResult == Posix.CrossDevice)
            {
                directory.Dispose();
            }
        }
        throw new InvalidOperationException($"no directory for a hard link to {Self}");
    }
}
