using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux.Processes;

public sealed class ProgramPathTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_first_that_can_be_executed_is_found()
    {
        foreach (var name in new[] { "plain", "folder/tool", "first", "second" })
        {
            Directory.CreateDirectory(_directory[name]);
        }
        _directory.File("plain/tool");
        _directory.Program("first/tool");
        _directory.Program("second/tool");

        Find("missing", "plain", "folder", "first", "second").Should().Be(_directory["first/tool"]);
        Find("second", "first").Should().Be(_directory["second/tool"]);
        Find("missing", "plain", "folder").Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("here")]
    public void Directories_that_depend_on_the_working_directory_are_skipped(string directory)
    {
        _directory.Program("tool");
        var path = Path.GetRelativePath(Environment.CurrentDirectory, _directory.Path);

        ProgramPath.Find("tool", directory == "here" ? path : $"{directory}:{path}").Should().BeNull();
        ProgramPath.Find("tool", $"{path}:{_directory.Path}").Should().Be(_directory["tool"]);
    }

    private string? Find(params string[] directories) => ProgramPath.Find("tool", string.Join(':', directories.Select(name => _directory[name])));
}
