using System.Text;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Failures;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>Files of other people's: dockerd starts with what oi-install makes of them, and oi-uninstall gives them back byte for byte.</summary>
public sealed class OddDaemonFileTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;

    public OddDaemonFileTests() => _etc = new PolicyDirectory(_scratch, "passwd", "ld.so.cache");

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string> Taken =>
    [
        "", " \n", "\uFEFF", "\uFEFF{ \"debug\": false }", "null", "\t null\r\n", "{}", "{\r\n\t\"debug\":\tfalse\r\n}", "{\"runtimes\":null}", "{\"runtimes\" : {\n}, \"default-runtime\": \"runc\"}",
        "{\"debug\":true,\"debug\":false}", "{ \"runtimes\": { \"other\": { \"path\": \"r\\u0075nc\", \"runtimeArgs\": [ \"a b\" ] } } }",
        $"{{\n  \"labels\": [ {string.Join(", ", Enumerable.Range(0, 80_000).Select(i => $"\"label{i}=x\""))} ]\n}}\n",
    ];

    [Theory]
    [MemberData(nameof(Taken))]
    public void What_dockerd_can_read_comes_through(string text)
    {
        var file = _scratch.Write("daemon.json", text);

        Call("oi-install", "docker", "--default", "--config", file).Run().Succeeded();
        StartedDaemon.DefaultRuntime(_scratch, file, _etc.SeenBy).Should().Be("oci-interceptor");

        Call("oi-uninstall", "docker").Run().Succeeded();
        File.ReadAllBytes(file).Should().Equal(Encoding.UTF8.GetBytes(text));
    }

    [Theory]
    [InlineData("{} x", ":1:4: not valid JSON: want nothing after the value, not 'x'")]
    [InlineData("{\n  \"debug\": true,\n}\n", ":3:1: not valid JSON: no comma is allowed before '}'")]
    [InlineData("{\n  // mine\n}", ":2:3: not valid JSON: comments are not allowed in this document")]
    [InlineData("{\"runtimes\":\n []}", ":2:2: \"runtimes\" must be an object, not a list")]
    [InlineData("\0", ":1:1: not valid JSON: want a value, not U+0000")]
    public void What_it_cannot_read_is_refused_with_its_place_and_left_alone(string text, string message)
    {
        var file = _scratch.Write("daemon.json", text);

        ErrorReport.Message(Call("oi-install", "docker", "--default", "--config", file).Run()).Should().Be(file + message);

        File.ReadAllBytes(file).Should().Equal(Encoding.UTF8.GetBytes(text));
        Directory.EnumerateFiles(_etc["installed"]).Select(Path.GetFileName).Should().Equal("lock");
    }

    private Command Call(params string[] arguments) => _etc.SeenBy(PublishedBinary.Call(arguments));
}
