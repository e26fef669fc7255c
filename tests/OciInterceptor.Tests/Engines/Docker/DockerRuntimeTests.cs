using System.Text;
using OciInterceptor.Engines.Docker;

namespace OciInterceptor.Tests.Engines.Docker;

public sealed class DockerRuntimeTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData(" null ")]
    [InlineData("{}")]
    [InlineData("{\"runtimes\":null}")]
    public void A_file_that_says_nothing_names_the_stock_runtime(string text) =>
        DockerRuntime.NamesOf(DaemonConfiguration.Parse(Encoding.UTF8.GetBytes(text), "f")).Should().Equal("runc");

    [Theory]
    [InlineData("""{"path":"/bin/sh"}""", "Configured", "/bin/sh", null)]
    [InlineData("""{"path":"","runtimeType":""}""", "Unknown", null, "it has neither a path nor a runtimeType")]
    [InlineData("""{"runtimeType":null}""", "Unknown", null, "it has neither a path nor a runtimeType")]
    [InlineData("""{"runtimeType":"/bin/sh"}""", "Shim", "/bin/sh", null)]
    [InlineData("""{"runtimeType":"a"}""", "Unknown", null, "its runtimeType a: it is not configured, and it is not the name of a containerd shim (PREFIX.NAME.VERSION)")]
    [InlineData("""{"path":"/none"}""", "Configured", null, "cannot find the program /none")]
    [InlineData("""{"path":"no-such-program"}""", "Configured", null, "cannot find the program no-such-program on PATH")]
    public void An_entry_says_what_would_run(string entry, string kind, string? file, string? fault)
    {
        var runtime = DockerRuntime.Of("x", DaemonConfiguration.Parse(Encoding.UTF8.GetBytes($"{{\"runtimes\":{{\"x\":{entry}}}}}"), "f"), "/usr/bin:/bin");

        (runtime.Kind.ToString(), runtime.File, runtime.Fault).Should().Be((kind, file, fault));
    }
}
