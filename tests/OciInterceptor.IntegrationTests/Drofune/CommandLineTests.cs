using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>drofune's command line, and who may use it.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Usage =
        """
        Usage: drofune run [--pivot-root] [--drop-caps] [--state DIR] COMMAND [ARGUMENT...]
               drofune exec [--secure-join] [--clone-binary] [--drop-caps] [--state DIR] COMMAND [ARGUMENT...]

        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("run --help")]
    [InlineData("exec --secure-join --help")]
    public void Help_begins_with_the_usage_and_names_every_option(string line)
    {
        var result = Drofune(line).Run().Succeeded();

        result.ErrorText.Should().Be(TeachingRuntime.Warning);
        result.OutputText.Should().StartWith(Usage);
        result.OutputText[Usage.Length..].Should().ContainAll("--pivot-root ", "--drop-caps ", "--secure-join ", "--clone-binary ", "--state DIR ");
    }

    [Theory]
    [InlineData("--usage")]
    [InlineData("run --pivot-root --usage")]
    [InlineData("exec --usage ls")]
    public void Usage_is_two_lines(string line) => Drofune(line).Run().Succeeded().OutputText.Should().Be(Usage);

    [Theory]
    [InlineData("", "missing verb: want run or exec")]
    [InlineData("start ls", "unknown verb \"start\": want run or exec")]
    [InlineData("run", "run: missing command")]
    [InlineData("run --pivot-root --", "run: missing command")]
    [InlineData("run --secure-join ls", "run: unknown option --secure-join")]
    [InlineData("exec --pivot-root ls", "exec: unknown option --pivot-root")]
    [InlineData("exec --clone-binary", "exec: missing command")]
    [InlineData("run --state", "--state needs a value")]
    [InlineData("run --state here ls", "invalid --state: want an absolute path other than /")]
    [InlineData("run --state / ls", "invalid --state: want an absolute path other than /")]
    public void A_wrong_command_line_is_an_error_that_says_what_is_wrong(string line, string message)
    {
        var result = Drofune(line).Run().Exited(2);

        result.OutputText.Should().BeEmpty();
        result.ErrorText.Should().Be($"{TeachingRuntime.Warning}drofune: {message}; see drofune --help\n");
    }

    [Fact]
    public void A_state_directory_whose_name_could_not_be_kept_is_refused() =>
        new Command(TeachingRuntime.Binary, "run", "--state").Plus([.. "/run/"u8, 0xff]).Plus("true").Run().Exited(2)
            .ErrorText.Should().Be($"{TeachingRuntime.Warning}drofune: invalid --state: want a path in UTF-8; see drofune --help\n");

    [Theory]
    [InlineData("run")]
    [InlineData("exec")]
    public void Whoever_is_not_root_is_told(string verb)
    {
        // A copy where that user can reach it.
        File.SetUnixFileMode(_scratch.Path, (UnixFileMode)0b111_101_101);
        File.Copy(TeachingRuntime.Binary, _scratch["drofune"]);

        new Command(_scratch["drofune"], verb, "--state", _scratch["state"], "true").With(Condition.User(65534)).Run().Exited(1)
            .ErrorText.Should().Be($"{TeachingRuntime.Warning}drofune: root is needed to make namespaces and mounts: run drofune with sudo\n");
    }

    private static Command Drofune(string line) => new(TeachingRuntime.Binary, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
