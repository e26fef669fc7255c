using System.Text;
using OciInterceptor.Call.Flags;

namespace OciInterceptor.Tests.Call.Arguments;

public sealed class CallScanTests
{
    [Theory]
    [InlineData("runc", "create ID", nameof(FlagScope.None))]
    [InlineData("oci-interceptor", "create ID", nameof(FlagScope.None))]
    [InlineData("oci-interceptor-n", "create ID", nameof(FlagScope.Document))]
    [InlineData("oci-interceptor-n", "state ID", nameof(FlagScope.Document))]
    [InlineData("oci-interceptor", "--oi-runtime-path /r create ID", nameof(FlagScope.None))]
    [InlineData("oci-interceptor-n", "--oi-runtime-path /r create ID", nameof(FlagScope.Document))]
    [InlineData("oci-interceptor", "--oi-readonly-networking-mounts create ID", nameof(FlagScope.Configuration))]
    [InlineData("oci-interceptor-n", "--oi-readonly-networking-mounts create ID", nameof(FlagScope.Document))]
    [InlineData("oci-interceptor", "--oi-env A=B create ID", nameof(FlagScope.Document))]
    [InlineData("oci-interceptor", "--oi-log-file /l create ID", nameof(FlagScope.Call))]
    [InlineData("oci-interceptor-n", "--oi-log-file /l --oi-env A=B create ID", nameof(FlagScope.Call))]
    public void The_widest_scope_among_the_name_and_the_flags_counts(string name, string line, string scope) =>
        RawArguments.Of(name, line).Scan.Scope.ToString().Should().Be(scope);

    [Theory]
    [InlineData("create ID", "create ID")]
    [InlineData("--log F --oi-env A=B create --bundle B ID", "--log F create --bundle B ID")]
    [InlineData("--oi-help", "")]
    [InlineData("--oi-bogus create ID", "create ID")]
    [InlineData("--root R", "--root R")]
    public void What_is_the_runtimes_is_forwarded(string line, string forwarded)
    {
        var arguments = RawArguments.Of(line);

        string.Join(' ', arguments.Forwarded.Select(Encoding.UTF8.GetString)).Should().Be(forwarded);
        arguments.Scan.HasForwarded.Should().Be(forwarded.Length > 0);
    }

    [Theory]
    [InlineData("--oi-clone-runtime state ID", true, false, null)]
    [InlineData("--oi-collector state ID", false, true, null)]
    [InlineData("--oi-runtime-path /r state ID", false, false, "/r")]
    [InlineData("state ID --oi-collector --oi-clone-runtime", false, false, null)]
    public unsafe void The_flags_about_the_runtime_and_the_start_count_before_all_others(string line, bool clone, bool collector, string? path)
    {
        var scan = RawArguments.Of(line).Scan;

        (scan.CloneRuntime, scan.UsesCollector, RawArguments.Text(scan.RuntimePath)).Should().Be((clone, collector, path));
    }

    [Theory]
    [InlineData("create ID", "", "config.json")]
    [InlineData("create --bundle /b ID", "/b", "config.json")]
    [InlineData("create --config config.json --bundle b/ ID", "b/", "config.json")]
    [InlineData("run --config other.json --bundle /b ID", "", "other.json")]
    [InlineData("exec --process /p ID", "", "/p")]
    public void The_document_is_where_the_runtime_looks_for_it(string line, string directory, string name)
    {
        var scan = RawArguments.Of(line).Scan;

        (Encoding.UTF8.GetString(scan.DocumentDirectory), Encoding.UTF8.GetString(scan.DocumentName)).Should().Be((directory, name));
    }
}
