using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Failures;

/// <summary>Law 6: an error stands in the caller's log too, which is what engines show; a success leaves that file alone.</summary>
public sealed class CallerLogTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;
    private readonly string _log;

    public CallerLogTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        _log = _scratch["log"];
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(DocumentFailureTests.Breakages), MemberType = typeof(DocumentFailureTests))]
    public void The_message_stands_in_the_JSON_log_too(string name)
    {
        BrokenBundle.All[name].Break(_scratch, _bundle);
        File.WriteAllText(_log, "earlier\n");
        var message = ErrorReport.Message(Create("--log", _log, "--log-format", "json").Run());
        var lines = File.ReadAllLines(_log);
        lines.Should().HaveCount(2).And.HaveElementAt(0, "earlier");
        ErrorReport.JsonMessage(lines[1]).Should().Be(message);
    }

    [Theory]
    [InlineData("--log", "{0}")]
    [InlineData("--log={0}")]
    [InlineData("--log", "{0}", "--log-format", "text")]
    [InlineData("--log-format=text", "--debug", "--log", "{0}")]
    public void The_message_stands_in_the_text_log_too(params string[] options)
    {
        File.WriteAllText(_bundle.Document, "{\n \"a\\b\": \"\n\"}");
        var message = ErrorReport.Message(Create([.. options.Select(o => string.Format(o, _log))]).Run());
        var line = File.ReadAllLines(_log).Should().ContainSingle().Subject;
        ErrorReport.TextMessage(line).Should().Be(message);
    }

    [Fact]
    public void A_log_that_cannot_be_written_leaves_the_message_on_stderr()
    {
        Break();
        ErrorReport.Message(Create("--log", _scratch["no/such/log"]).Run()).Should().Contain(_bundle.Document);
    }

    [Fact]
    public void A_log_that_is_a_FIFO_without_a_reader_does_not_hang_the_call()
    {
        Break();
        new Command("mkfifo", _log).Run().Succeeded();
        ErrorReport.Message(Create("--log", _log).Run()).Should().Contain(_bundle.Document);
    }

    [Fact]
    public void A_log_that_is_a_pipe_gets_the_line()
    {
        Break();
        var create = Create("--log", "/proc/self/fd/3", "--log-format", "json");
        new Command("sh", "-c", $"\"$@\" 3>&1 >/dev/null | cat > {_log}", "sh", create.Program).Plus(create.Arguments).Run();
        ErrorReport.JsonMessage(File.ReadAllLines(_log).Should().ContainSingle().Subject).Should().Contain(_bundle.Document);
    }

    [Fact]
    public void A_path_with_a_newline_still_makes_one_line_of_stderr_and_of_each_log()
    {
        var bundle = _scratch["a\nb \"c\""];
        var message = ErrorReport.Message(Call(["--log", _log, "--log-format", "json"], bundle).Run());
        message.Should().Contain("b \"c\"/config.json");
        ErrorReport.JsonMessage(File.ReadAllLines(_log).Should().ContainSingle().Subject).Should().Contain("b \"c\"/config.json");
        File.Delete(_log);
        ErrorReport.Message(Call(["--log", _log], bundle).Run());
        ErrorReport.TextMessage(File.ReadAllLines(_log).Should().ContainSingle().Subject).Should().Contain("b \"c\"/config.json");
    }

    [Fact]
    public void Success_calls_the_runtime_and_leaves_the_log_alone()
    {
        Create("--log", _log, "--log-format", "json").Run().Succeeded();
        File.Exists(_log).Should().BeFalse();
        File.WriteAllText(_log, "earlier\n");
        var before = new FileInfo(_log).LastWriteTimeUtc;
        Create("--log", _log, "--log-format", "json").Run().Succeeded().Error.Should().BeEmpty();
        File.ReadAllText(_log).Should().Be("earlier\n");
        new FileInfo(_log).LastWriteTimeUtc.Should().Be(before);
        _runtime.Arguments.Should().Equal("--log", _log, "--log-format", "json", "create", "--bundle", _bundle.Path, "c1");
    }

    private void Break() => File.WriteAllText(_bundle.Document, "{");

    private Command Create(params string[] options) => Call(options, _bundle.Path);

    private Command Call(string[] options, string bundle) => PublishedBinary.Call(
        ["--oi-readonly-networking-mounts", "--oi-runtime-path", _runtime.Path, .. options, "create", "--bundle", bundle, "c1"]);
}
