namespace OciInterceptor.Tests.Linux;

public sealed class PathSearchTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_name_is_searched_in_PATH_and_the_first_that_can_be_executed_is_taken()
    {
        foreach (var name in new[] { "empty", "plain", "folder/runc", "first", "second" })
        {
            Directory.CreateDirectory(_directory[name]);
        }
        _directory.File("plain/runc");
        _directory.Program("first/runc");
        _directory.Program("second/runc");

        var found = FoundRuntime.Find("runc", $"PATH={_directory["missing"]}:{_directory["empty"]}:{_directory["plain"]}:{_directory["folder"]}:{_directory["first"]}:{_directory["second"]}");

        found.Fault.Should().Be("None");
        found.Name.Should().Be("runc", "argv[0] is the name as it was given");
        found.Path.Should().Be(_directory["first/runc"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(".")]
    [InlineData("..:bin:./bin")]
    public void Relative_and_empty_elements_of_PATH_are_passed_over(string elements)
    {
        _directory.Program("runc");
        var here = Path.GetRelativePath(Environment.CurrentDirectory, _directory.Path);

        FoundRuntime.Find("runc", $"PATH={elements}:{here}").Fault.Should().Be("NotOnPath");
        FoundRuntime.Find("runc", $"PATH={elements}:{here}:{_directory.Path}").Path.Should().Be(_directory["runc"]);
    }

    [Theory]
    [InlineData("/usr/bin/../bin/", "/usr/bin/../bin//sh")]
    [InlineData("/bin", "/bin/sh")]
    public void An_element_of_PATH_is_used_as_it_is_spelled(string element, string path) =>
        FoundRuntime.Find("sh", "PATH=" + element).Path.Should().Be(path);

    [Fact]
    public void Without_PATH_the_usual_directories_are_searched() => FoundRuntime.Find("sh", "HOME=/").Path.Should().BeOneOf("/usr/bin/sh", "/bin/sh");

    [Fact]
    public void An_empty_PATH_has_nothing() => FoundRuntime.Find("sh", "PATH=").Fault.Should().Be("NotOnPath");

    [Fact]
    public void An_element_that_is_too_long_is_passed_over()
    {
        _directory.Program("runc");

        FoundRuntime.Find("runc", $"PATH=/{new string('x', 9000)}:{_directory.Path}").Path.Should().Be(_directory["runc"]);
    }

    [Fact]
    public void An_empty_name_is_found_nowhere() => FoundRuntime.Find("", "PATH=/bin").Message.Should().Be("cannot find the runtime  in PATH (/bin)");

    /// <summary>With the name and its end it must have room in 8192 bytes.</summary>
    [Theory]
    [InlineData(8186, ": File name too long")]
    [InlineData(8187, "")]
    [InlineData(8190, "")]
    public void An_element_that_there_is_no_room_for_is_passed_over(int length, string cause)
    {
        var message = FoundRuntime.Find("runc", $"PATH=/{new string('x', length - 1)}").Message;

        message.Should().EndWith(cause.Length == 0 ? "x)" : cause);
    }

    [Fact]
    public void What_is_no_file_is_told_as_that_whatever_else_is_missing()
    {
        Directory.CreateDirectory(_directory["runc"]);

        FoundRuntime.Find("runc", $"PATH=/none:{_directory.Path}").Message.Should().EndWith($": {_directory["runc"]}: it is not a regular file");
    }

    [Fact]
    public void A_name_in_no_directory_of_PATH_is_an_error_that_lists_them() =>
        FoundRuntime.Find("no-such-runtime", "PATH=/a:/b").Message.Should().Be("cannot find the runtime no-such-runtime in PATH (/a:/b)");

    [Fact]
    public void A_name_that_is_found_but_may_not_be_executed_is_an_error_that_says_so()
    {
        _directory.File("runc");

        FoundRuntime.Find("runc", $"PATH=/a:{_directory.Path}").Message
            .Should().Be($"cannot find the runtime runc in PATH (/a:{_directory.Path}): {_directory["runc"]}: Permission denied");
    }

    [Fact]
    public void Of_several_that_may_not_be_executed_the_first_is_told()
    {
        Directory.CreateDirectory(_directory["a/runc"]);
        Directory.CreateDirectory(_directory["b"]);
        _directory.File("b/runc");
        File.CreateSymbolicLink(_directory["runc"], "/proc/self/exe");

        FoundRuntime.Find("runc", $"PATH={_directory.Path}:{_directory["a"]}:{_directory["b"]}:/a").Message
            .Should().EndWith($": {_directory["a/runc"]}: it is not a regular file");
    }

    [Theory]
    [InlineData("HOME=/", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")]
    [InlineData("PATH=", "")]
    [InlineData("PATH=/x", "/x")]
    public void The_directories_searched_are_told(string variable, string path) =>
        FoundRuntime.Find("no-such-runtime", variable).Message.Should().Be($"cannot find the runtime no-such-runtime in PATH ({path})");
}
