using System.Globalization;
using System.Text.Json;
using OciInterceptor.Evidence;
using OciInterceptor.Tests.Call;

namespace OciInterceptor.Tests.Evidence;

/// <summary>Law 6: errors reach the person.</summary>
public sealed unsafe class FailureTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Log => _directory["log"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("--log {0} --log-format json create ID")]
    [InlineData("--log={0} --log-format=json create ID")]
    [InlineData("--log-format json -l {0} create ID")]
    [InlineData("--log /elsewhere --log {0} --log-format text --log-format json --oi-bogus create ID")]
    [InlineData("--oi-env --oi-x --log {0} --log-format json")]
    public void A_caller_that_wants_JSON_gets_a_line_of_it(string line)
    {
        Report("cannot read \"x\": \\é", line).Should().Be(1);

        var text = File.ReadAllText(Log);
        text.Should().EndWith("}\n").And.StartWith("""{"level":"error","msg":"oci-interceptor: cannot read \"x\": \\é","time":" """.TrimEnd());
        var members = JsonDocument.Parse(text).RootElement;
        members.EnumerateObject().Select(member => member.Name).Should().Equal("level", "msg", "time");
        members.GetProperty("msg").GetString().Should().Be("oci-interceptor: cannot read \"x\": \\é");
        IsTime(members.GetProperty("time").GetString()!).Should().BeTrue();
    }

    [Theory]
    [InlineData("--log {0} create ID")]
    [InlineData("--log {0} --log-format text create ID")]
    [InlineData("--log file:{0} create ID")]
    public void A_caller_that_wants_text_gets_a_line_as_logrus_writes_it(string line)
    {
        Report("cannot read \"x\"", line).Should().Be(1);

        var text = File.ReadAllText(Log);
        text.Should().MatchRegex("\\Atime=\"[^\"]+\" level=error msg=\"oci-interceptor: cannot read \\\\\"x\\\\\"\"\n\\z");
        IsTime(text.Split('"')[1]).Should().BeTrue();
    }

    [Theory]
    [InlineData(16384, "")]
    [InlineData(16385, " … ")]
    [InlineData(3_000_000, " … ")]
    public void Of_a_line_as_long_as_a_document_the_beginning_and_the_end_are_told(int length, string gap)
    {
        var message = $"cannot follow /{new string('a', length - 19)}: no";

        Report(message, "--log {0} --log-format json create ID");

        JsonDocument.Parse(File.ReadAllText(Log)).RootElement.GetProperty("msg").GetString().Should().Be(
            gap.Length == 0 ? $"oci-interceptor: {message}" : $"oci-interceptor: {message[..8192]}{gap}{message[^8192..]}");
    }

    [Fact]
    public void The_line_is_added_to_what_the_file_has()
    {
        File.WriteAllText(Log, "before\n");

        Report("first", "--log {0} create ID");
        Report("second", "--log {0} create ID");

        var lines = File.ReadAllLines(Log);
        lines.Should().HaveCount(3);
        lines[0].Should().Be("before");
        lines[2].Should().EndWith("msg=\"oci-interceptor: second\"");
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public void A_message_of_many_lines_is_one_line(string format)
    {
        Report("a\nlevel=info \u001B[31m\r", $"--log {{0}} --log-format {format} create ID");

        File.ReadAllLines(Log).Should().HaveCount(1);
        File.ReadAllText(Log).TrimEnd('\n').Any(char.IsControl).Should().BeFalse();
    }

    [Fact]
    public void A_message_with_half_a_surrogate_pair_is_still_JSON()
    {
        Report("a\uD800b", "--log {0} --log-format json create ID");

        JsonDocument.Parse(File.ReadAllBytes(Log)).RootElement.GetProperty("msg").GetString().Should().Be("oci-interceptor: a\uFFFDb");
    }

    [Fact]
    public void A_new_log_is_readable_as_the_runtimes_own()
    {
        Report("x", "--log {0} create ID");

        (File.GetUnixFileMode(Log) & UnixFileMode.UserRead).Should().Be(UnixFileMode.UserRead);
    }

    [Theory]
    [InlineData("create ID")]
    [InlineData("--log")]
    [InlineData("--log '' create ID")]
    [InlineData("--log /nowhere/log create ID")]
    [InlineData("--log / create ID")]
    [InlineData("create --log {0} ID")]
    public void Without_a_log_that_can_be_written_the_exit_code_is_the_same(string line)
    {
        Report("x", line).Should().Be(1);

        _directory.Names.Should().BeEmpty();
    }

    [Theory]
    [InlineData("journald:{1}")]
    [InlineData("syslog:{1}")]
    public void A_log_of_crun_that_is_no_file_makes_none(string log)
    {
        Report("x", $"--log {log} create ID").Should().Be(1);

        File.Exists(string.Format(CultureInfo.InvariantCulture, log, "", Name)).Should().BeFalse();
    }

    private string Name => Path.GetFileName(_directory.Path);

    private int Report(string message, string line)
    {
        return Failure.Report(message, RawArguments.Of(string.Format(CultureInfo.InvariantCulture, line, Log, Name)).Scan);
    }

    private static bool IsTime(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
