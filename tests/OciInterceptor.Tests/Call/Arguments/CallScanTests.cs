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
    [InlineData("--oi-clone-runtime state ID", true, null)]
    [InlineData("--oi-runtime-path /r state ID", false, "/r")]
    [InlineData("state ID", false, null)]
    public unsafe void The_flags_about_the_runtime_count_before_all_others(string line, bool clone, string? path)
    {
        var scan = RawArguments.Of(line).Scan;

        (scan.CloneRuntime, RawArguments.Text(scan.RuntimePath)).Should().Be((clone, path));
    }
}
