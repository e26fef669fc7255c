using System.Text;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Docker;

/// <summary>
/// TestData/Engines/Docker/CASE.expected.json is CASE.json with the runtime "oi" as the default; taking it out again gives
/// CASE.json, or says the same.
/// </summary>
public sealed class DaemonConfigurationTests
{
    private const string Program = "/usr/local/bin/oci-interceptor";

    private static readonly string _testData = Path.Combine(AppContext.BaseDirectory, "TestData/Engines/Docker");

    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(_testData, "*.expected.json").Select(path => Path.GetFileName(path).Replace(".expected.json", "", StringComparison.Ordinal)).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_runtime_is_added_in_the_layout_of_the_file(string name) =>
        Text(Install(Read(name))).Should().Be(File.ReadAllText(Path.Combine(_testData, name + ".expected.json")));

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_was_added_can_be_taken_out_again(string name)
    {
        var before = Parse(Read(name));
        var made = Install(Read(name));

        var after = made.WithoutRuntime("oi", before, made);

        JsonValue.Same(after.Root, before.Root).Should().BeTrue("{0}", Text(after));
    }

    [Fact]
    public void Every_golden_file_has_its_input() =>
        Directory.EnumerateFiles(_testData, "*.json").Count().Should().Be(2 * Cases.Count);

    [Fact]
    public void What_was_edited_meanwhile_stays_when_ours_is_taken_out()
    {
        var before = Parse("""{ "debug": true }""");
        var made = before.WithRuntime("oi", Program, []).WithDefaultRuntime("oi");
        var edited = Parse(Text(made).Replace("true", "false", StringComparison.Ordinal).Replace("\"runtimes\": {", "\"runtimes\": {\"other\": {\"path\":\"x\"}, ", StringComparison.Ordinal));

        Text(edited.WithoutRuntime("oi", before, made)).Should().Be("""{ "debug": false, "runtimes": {"other": {"path":"x"}} }""");
    }

    [Fact]
    public void A_default_that_was_there_before_comes_back()
    {
        var before = Parse("""{"default-runtime":"kata","a":1}""");
        var made = before.WithRuntime("oi", Program, []).WithDefaultRuntime("oi");
        var edited = Parse(Text(made).Replace("1", "2", StringComparison.Ordinal));

        Text(edited.WithoutRuntime("oi", before, made)).Should().Be("""{"default-runtime":"kata","a":2}""");
    }

    /// <summary>dockerd does not start with a default that its file does not have.</summary>
    [Theory]
    [InlineData("kata", """{"runtimes":{},"a":2}""")]
    [InlineData("runc", """{"default-runtime":"runc","runtimes":{},"a":2}""")]
    [InlineData("io.containerd.kata.v2", """{"default-runtime":"io.containerd.kata.v2","runtimes":{},"a":2}""")]
    public void A_default_that_was_taken_out_meanwhile_does_not_come_back(string name, string rest)
    {
        var before = Parse($$$"""{"default-runtime":"{{{name}}}","runtimes":{"kata":{"path":"/k"}},"a":1}""");
        var made = before.WithRuntime("oi", Program, []).WithDefaultRuntime("oi");
        var edited = Parse("""{"default-runtime":"oi","runtimes":{"oi":{"path":"/x"}},"a":2}""");

        Text(edited.WithoutRuntime("oi", before, made)).Should().Be(rest);
    }

    [Fact]
    public void A_default_that_somebody_else_chose_meanwhile_stays()
    {
        var before = Parse("{}");
        var made = before.WithRuntime("oi", Program, []).WithDefaultRuntime("oi");
        var edited = Parse("""{"runtimes":{"oi":{"path":"/x"}},"default-runtime":"kata"}""");

        Text(edited.WithoutRuntime("oi", before, made)).Should().Be("""{"default-runtime":"kata"}""");
    }

    /// <summary>While dockerd forgets a runtime, the file says more than it did and will; a kill then must not leave that.</summary>
    [Fact]
    public void What_a_killed_reload_left_is_taken_out_too()
    {
        var before = Parse("""{"a":1}""");
        var made = before.WithRuntime("oi", Program, []).WithDefaultRuntime("oi");
        var left = Parse("""{"a":1,"runtimes":{},"default-runtime":"runc"}""");

        Text(left.WithoutRuntime("oi", before, made)).Should().Be("""{"a":1}""");
    }

    [Fact]
    public void A_file_of_a_megabyte_keeps_every_byte_that_is_not_ours()
    {
        var labels = string.Join(", ", Enumerable.Range(0, 80_000).Select(i => $"\"label={i}\""));
        var text = $"{{\n  \"labels\": [ {labels} ]\n}}\n";
        text.Length.Should().BeGreaterThan(1 << 20);

        Text(Parse(text).WithRuntime("oi", Program, [])).Should().Be(
            text.Replace(" ]\n}", $" ],\n  \"runtimes\": {{\n    \"oi\": {{\n      \"path\": \"{Program}\"\n    }}\n  }}\n}}", StringComparison.Ordinal));
    }

    /// <summary>As for dockerd since release 23; older ones read no mark, and so none is written.</summary>
    [Theory]
    [InlineData("utf-8", "", "{}\n")]
    [InlineData("utf-8", " \r\n\t", "{}\n")]
    [InlineData("utf-8", "{\"default-runtime\":\"ü😀\"}", "{\"default-runtime\":\"ü😀\"}")]
    [InlineData("utf-16", "", "{}\n")]
    [InlineData("utf-16", "{\"default-runtime\":\"ü😀\"}", "{\"default-runtime\":\"ü😀\"}")]
    [InlineData("utf-16BE", "{\"default-runtime\":\"ü😀\"}", "{\"default-runtime\":\"ü😀\"}")]
    public void A_byte_order_mark_says_how_to_read_the_file_and_is_left_out(string encoding, string text, string read)
    {
        var code = Encoding.GetEncoding(encoding);

        Text(DaemonConfiguration.Parse((byte[])[.. code.GetPreamble(), .. code.GetBytes(text)], "daemon.json")).Should().Be(read);
    }

    [Theory]
    [InlineData("{} x", "daemon.json:1:4: not valid JSON: want nothing after the value, not 'x'")]
    [InlineData("{\n  // comment\n}", "daemon.json:2:3: not valid JSON: comments are not allowed in this document")]
    [InlineData("{}\uFEFF", "daemon.json:1:3: not valid JSON: a byte order mark (U+FEFF) is not allowed*")]
    [InlineData("\uFEFF\uFEFF{}", "daemon.json:1:1: not valid JSON: a byte order mark (U+FEFF) is not allowed*")]
    [InlineData("[]", "daemon.json:1:1: want a JSON object")]
    [InlineData("{\n \"runtimes\": []}", "daemon.json:2:14: \"runtimes\" must be an object, not a list")]
    [InlineData("{\"runtimes\":{},\n\"runtimes\":{}}", "daemon.json:2:1: the member \"runtimes\" is ambiguous*")]
    [InlineData("{\"Runtimes\":{}}", "daemon.json:1:2: the member \"Runtimes\" is ambiguous*")]
    [InlineData("{\"default-runtime\":1}", "daemon.json:1:20: \"default-runtime\" must be a string, not a number")]
    public void What_dockerd_could_not_read_is_refused_with_its_place(string text, string message) =>
        FluentActions.Invoking(() => (Parse(text).Runtimes, Parse(text).DefaultRuntime)).Should().Throw<InterceptorException>().WithMessage(message);

    /// <summary>What cannot be read could not be taken out again.</summary>
    [Theory]
    [InlineData("{\"default-runtime\":[]}", "daemon.json:1:20: \"default-runtime\" must be a string, not a list")]
    [InlineData("{\"DEFAULT-RUNTIME\":\"a\"}", "daemon.json:1:2: the member \"DEFAULT-RUNTIME\" is ambiguous*")]
    [InlineData("{\"runtimes\":{\"a\":{},\"a\":{}},\"default-runtime\":\"a\"}", "daemon.json:1:21: the member \"a\" is ambiguous*")]
    public void A_runtime_is_not_added_beside_a_default_that_is_not_sure(string text, string message) =>
        FluentActions.Invoking(() => Parse(text).WithRuntime("oi", Program, [])).Should().Throw<InterceptorException>().WithMessage(message);

    private static DaemonConfiguration Install(string text) => Parse(text).WithRuntime("oi", Program, []).WithDefaultRuntime("oi");

    private static DaemonConfiguration Parse(string text) => DaemonConfiguration.Parse(Encoding.UTF8.GetBytes(text), "daemon.json");

    private static string Text(DaemonConfiguration configuration) => Encoding.UTF8.GetString(configuration.Bytes.Span);

    private static string Read(string name) => File.ReadAllText(Path.Combine(_testData, name + ".json"));
}
