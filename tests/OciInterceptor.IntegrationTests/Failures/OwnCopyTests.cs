using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Failures;

/// <summary>Law 8: never twice itself, also where the binary was copied. A loop would be seen by the command's time limit.</summary>
public sealed class OwnCopyTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Bundle _bundle;

    public OwnCopyTests() => _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string> Verbs => ["state", "create"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Two_copies_on_PATH_find_the_real_runtime_behind_them(string verb)
    {
        string first = Copy("first"), second = Copy("second");
        _scratch.MakeDirectory("third");
        var runtime = new RecordingRuntime(_scratch, "third/runc");
        foreach (var program in new[] { first, second, PublishedBinary.Path })
        {
            runtime.Forget();
            Call(program, verb).With("PATH", Directories("first", "second", "third")).Run().Succeeded();
            runtime.WasCalled.Should().BeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Two_copies_and_nothing_else_on_PATH_are_refused(string verb)
    {
        string first = Copy("first"), second = Copy("second");
        foreach (var program in new[] { first, second })
        {
            ErrorReport.Message(Call(program, verb).With("PATH", Directories("first", "second")).Run())
                .Should().ContainAll("runc", _scratch["first"], _scratch["second"], "oci-interceptor itself");
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_copy_named_as_the_runtime_is_refused(string verb)
    {
        string first = Copy("first"), second = Copy("second");
        ErrorReport.Message(Call(first, verb, "--oi-runtime-path", second).Run()).Should().ContainAll(second, "oci-interceptor itself");
    }

    /// <summary>A copy in memory that another version made has no file that could be compared by device and inode.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_copy_in_memory_still_knows_its_own_file(string verb)
    {
        var other = Copy("other");
        using (var file = new FileStream(other, FileMode.Append))
            file.WriteByte(0);
        _scratch.MakeDirectory("third");
        var runtime = new RecordingRuntime(_scratch, "third/runc");
        Call(PublishedBinary.Path, verb, "--oi-clone-runtime", "--oi-runtime-path", other)
            .With("PATH", Directories("other", "third")).Run().Succeeded();
        runtime.WasCalled.Should().BeTrue();
    }

    /// <summary>The control: a file that merely has the same name and begins alike is a runtime.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void Another_program_of_the_same_size_is_no_copy(string verb)
    {
        var first = Copy("first");
        var runtime = new RecordingRuntime(_scratch, "other");
        File.AppendAllText(runtime.Path, new string('#', (int)(new FileInfo(first).Length - new FileInfo(runtime.Path).Length)));
        Call(first, verb, "--oi-runtime-path", runtime.Path).Run().Succeeded();
        runtime.WasCalled.Should().BeTrue();
    }

    private string Copy(string directory)
    {
        var path = Path.Combine(_scratch.MakeDirectory(directory), "runc");
        File.Copy(PublishedBinary.Path, path);
        return path;
    }

    // The shell of the recording runtime needs none of them.
    private string Directories(params string[] names) => string.Join(':', names.Select(name => _scratch[name]));

    private Command Call(string program, string verb, params string[] flags) =>
        new(program, [.. flags, verb, .. verb == "create" ? new[] { "--bundle", _bundle.Path } : [], "c1"]);
}
