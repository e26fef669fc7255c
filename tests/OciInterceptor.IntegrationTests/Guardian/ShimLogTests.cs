using OciInterceptor.IntegrationTests.Failures;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Guardian;

/// <summary>What the shim tells, and where: its log, and in failure the caller too.</summary>
public sealed class ShimLogTests : IDisposable
{
    private readonly ShimHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void The_log_tells_of_each_call_what_the_original_told()
    {
        var calls = _host.Calls("shim", _host.Shim);
        var bundle = _host.Privileged("shim");
        calls.Run(bundle).Succeeded();
        calls.State().Succeeded();

        var arguments = $"--root {_host.Scratch["shim-root"]} --debug --log {calls.Log} --log-format json run --detach --no-new-keyring --bundle {bundle.Path} --pid-file {bundle.Path}/pidfile {calls.Handle}";
        _host.LogMessages().Should().Equal(
            $"[INF] called for run of container {calls.Handle}",
            $"[INF] using {_host.Runc}",
            $"[INF] with arguments {arguments}",
            $"[INF] bundle {bundle.Path}",
            $"[INF] changed {bundle.Document}: replace /mounts/5/options/3",
            $"[INF] changed {bundle.Document}: replace /linux/resources/devices/0/allow",
            $"[INF] changed {bundle.Document}: add /linux/devices",
            $"[INF] executing {_host.Runc}",
            "[INF] called for state",
            $"[INF] using {_host.Runc}",
            $"[INF] with arguments --root {_host.Scratch["shim-root"]} state {calls.Handle}",
            $"[INF] executing {_host.Runc}");
    }

    [Fact]
    public void Without_a_variable_the_log_is_in_its_usual_place()
    {
        var call = new Command(_host.Path, "--version").With("GUARDIAN_RUNC_SHIM_BINARY", _host.Runc);
        var result = (call with
        {
            Program = "unshare",
            Arguments = [.. new Command("", "--mount", "sh", "-ec", "mount -t tmpfs tmpfs /var/log; \"$@\"; cat /var/log/guardian-runc-shim.log >&2", "sh", _host.Path).Arguments, .. call.Arguments],
        }).Run().Succeeded();

        result.OutputText.Should().Be(new Command(_host.Runc, "--version").Run().OutputText);
        ShimHost.Messages(result.ErrorText).Should().Equal("[INF] called for ", $"[INF] using {_host.Runc}", "[INF] with arguments --version", $"[INF] executing {_host.Runc}");
    }

    /// <summary>Law 5: evidence fails open.</summary>
    [Theory]
    [InlineData("directory", null)]
    [InlineData("file/below", null)]
    [InlineData("link", null)]
    [InlineData("", null)]
    [InlineData("full/shim.log", "64k")]
    public void A_log_that_cannot_be_written_stops_no_container(string log, string? size)
    {
        _host.Scratch.MakeDirectory("directory");
        _host.Scratch.Write("file", "");
        File.CreateSymbolicLink(_host.Scratch["link"], _host.Scratch["file"]);
        if (size is not null)
            new Command("dd", "if=/dev/zero", $"of={_host.Scratch.MountTmpfs("full", size)}/ballast", "bs=4k").Run().Exited(1);
        var calls = _host.Calls("shim", arguments => _host.Shim(arguments).With("GUARDIAN_RUNC_SHIM_LOGFILE", log.Length == 0 ? "" : _host.Scratch[log]));

        var run = calls.Run(_host.Privileged("shim")).Succeeded();

        (run.OutputText + run.ErrorText).Should().BeEmpty();
        calls.Exec("ls", "/dev/kvm").Succeeded().OutputText.Should().Be("/dev/kvm\n");
        File.ReadAllText(_host.Scratch["file"]).Should().BeEmpty();
    }

    /// <summary>Law 6: on stderr, in gdn's log, which it reads, and in ours; nothing on stdout.</summary>
    [Theory]
    [InlineData(null, "missing runtime for Guardian: GUARDIAN_RUNC_SHIM_BINARY must be set to a path or to a name in PATH")]
    [InlineData("", "missing runtime for Guardian: GUARDIAN_RUNC_SHIM_BINARY must be set to a path or to a name in PATH")]
    [InlineData("/nowhere/runc", "cannot use the runtime /nowhere/runc: No such file or directory")]
    [InlineData("no-such-runc", "cannot find the runtime no-such-runc in PATH (/usr/bin:/bin)")]
    [InlineData("SHIM", "cannot use the runtime SHIM: it is oci-interceptor itself")]
    public void A_call_without_its_runtime_is_a_clear_error(string? binary, string message)
    {
        var calls = _host.Calls("shim", arguments =>
        {
            var call = new Command(_host.Path, arguments).With("PATH", "/usr/bin:/bin").With("GUARDIAN_RUNC_SHIM_LOGFILE", _host.Log);
            return binary is null ? call : call.With("GUARDIAN_RUNC_SHIM_BINARY", binary == "SHIM" ? _host.Path : binary);
        });
        var bundle = _host.Privileged("shim");
        var before = ShimHost.Identity(bundle.Document);
        message = message.Replace("SHIM:", _host.Path + ":", StringComparison.Ordinal);

        ErrorReport.Message(calls.Run(bundle)).Should().Be(message);
        File.ReadAllLines(calls.Log).Select(ErrorReport.JsonMessage).Should().Equal(message);
        _host.LogMessages().Should().Equal($"[INF] called for run of container {calls.Handle}", $"[ERR] {message}");
        ErrorReport.Message(calls.State()).Should().Be(message);
        ShimHost.Identity(bundle.Document).Should().Be(before);
    }

    [Fact]
    public void A_misused_flag_is_told_to_the_log_as_well()
    {
        ErrorReport.Message(_host.Calls("shim", _host.Shim).Run(_host.Privileged("shim"), "--oi-bogus")).Should().Be("--oi-bogus is not a flag of oci-interceptor; see oci-interceptor --oi-help");
        _host.LogMessages().Should().Equal("[ERR] --oi-bogus is not a flag of oci-interceptor; see oci-interceptor --oi-help");
    }
}
