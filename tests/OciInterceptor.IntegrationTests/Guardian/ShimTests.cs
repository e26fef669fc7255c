using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Witness;

namespace OciInterceptor.IntegrationTests.Guardian;

/// <summary>The interceptor in the place of Guardian runC Shim, under gdn's calls on real runc, with plain runc as control.</summary>
public sealed class ShimTests : IDisposable
{
    private const string Look = "stat -c '%n %t:%T %a %u:%g' /dev/kvm /dev/net/tun 2>/dev/null; grep -o ' /sys sysfs r.' /proc/mounts; echo told >&2";

    private readonly ShimHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_privileged_container_gets_the_devices_and_can_open_them()
    {
        var control = Live("control", _host.Plain, _host.Privileged("control"));
        var shim = Live("shim", _host.Shim, _host.Privileged("shim"));
        var given = Live("given", _host.Plain, WithDevices(_host.Privileged("given")));

        control.Look.OutputText.Should().Be(" /sys sysfs ro\n");
        shim.Look.OutputText.Should().Be("/dev/kvm a:e8 660 0:104\n/dev/net/tun a:c8 666 0:104\n /sys sysfs rw\n");
        // A machine may have no driver, which says something else than the device cgroup.
        control.Open.OutputText.Should().Be("/dev/kvm: ENOENT\n/dev/net/tun: ENOENT\n");
        shim.Open.OutputText.Should().Be(given.Open.OutputText).And.NotContain("EPERM").And.NotContain("ENOENT");
        shim.Story.Should().Be(control.Story);
    }

    /// <summary>Guardian's own unprivileged containers, which the original shim broke.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_unprivileged_container_is_left_as_it_is_and_works(bool hasUserNamespace)
    {
        var bundle = _host.Unprivileged("shim", hasUserNamespace);
        var (document, before) = (File.ReadAllBytes(bundle.Document), ShimHost.Identity(bundle.Document));

        var control = Live("control", _host.Plain, _host.Unprivileged("control", hasUserNamespace));
        var shim = Live("shim", _host.Shim, bundle);

        shim.Look.OutputText.Should().Be(control.Look.OutputText).And.Be(" /sys sysfs ro\n");
        shim.Open.OutputText.Should().Be(control.Open.OutputText);
        shim.Story.Should().Be(control.Story);
        File.ReadAllBytes(bundle.Document).Should().Equal(document);
        ShimHost.Identity(bundle.Document).Should().Be(before);
    }

    /// <summary>`events` lives as long as the container: it must be the runtime by then, and nothing of ours.</summary>
    [Fact]
    public void Events_that_live_long_are_the_runtimes_own_process()
    {
        var calls = _host.Calls("shim", _host.Shim);
        calls.Run(_host.Privileged("shim")).Succeeded();
        using var events = calls.Events().Start();

        Eventually.Holds("it has become the runtime", () => events.HasExited || Executable(events.Id) == Executable(_host.Runc));
        events.HasExited.Should().BeFalse();
        events.Kill();
        events.OutputText.Should().BeEmpty();
        events.ErrorText.Should().BeEmpty();
    }

    [Fact]
    public void Exec_of_a_command_called_run_rewrites_nothing()
    {
        var calls = _host.Calls("shim", arguments => _host.Shim(arguments).In(_host.Scratch["shim"]));
        var bundle = _host.Unprivileged("shim", false);
        calls.Run(bundle).Succeeded();
        bundle.Edit(spec => spec["process"]!["capabilities"]!["bounding"] = new JsonArray("CAP_SYS_MODULE"));
        var before = ShimHost.Identity(bundle.Document);

        calls.Exec("sh", "-c", "echo $0 $1", "run", "--bundle").Succeeded().OutputText.Should().Be("run --bundle\n");
        calls.Exec("run").Exited(255).OutputText.Should().BeEmpty("there is no such command in the container");
        ShimHost.Identity(bundle.Document).Should().Be(before);
    }

    [Fact]
    public void Our_flags_stand_where_gdn_puts_extra_arguments()
    {
        var calls = _host.Calls("shim", _host.Shim);
        calls.Run(_host.Privileged("shim"), "--oi-env", "OI_EXTRA=1", "--oi-profile=ctf").Succeeded().Error.Should().BeEmpty();
        calls.Exec("sh", "-c", "echo $OI_EXTRA; grep -o 'NoNewPrivs:.*' /proc/self/status; ls /dev/kvm").Succeeded()
            .OutputText.Should().Be("1\nNoNewPrivs:\t1\n/dev/kvm\n");
    }

    [Fact]
    public void Create_is_edited_as_run_is()
    {
        var bundle = _host.Privileged("shim");
        var id = _host.Calls("shim", _host.Shim).Handle;
        string root = _host.Scratch.MakeDirectory("r");
        _host.Shim(["--root", root, "create", "--bundle", bundle.Path, id]).Run().Succeeded();
        _host.Shim(["--root", root, "delete", "--force", id]).Run().Succeeded();
        bundle.Read()["linux"]!["devices"]!.AsArray().Select(device => (string?)device!["path"]).Should().Equal("/dev/kvm", "/dev/net/tun");
    }

    /// <summary>Law 1, in the state that gdn starts a runtime in.</summary>
    [Theory]
    [InlineData("state", false)]
    [InlineData("run", true)]
    [InlineData("exec", true)]
    public void The_runtime_finds_what_gdn_gave(string verb, bool hasDocument)
    {
        using var call = new WitnessedCall();
        var start = new StartConditions.StartCondition(scratch =>
        [
            Condition.Set("GUARDIAN_RUNC_SHIM_BINARY", "/nowhere/named-by-the-flag-instead"), Condition.Set("GUARDIAN_RUNC_SHIM_LOGFILE", scratch["shim.log"]),
            Condition.Open(3, "/dev/null"), Condition.Open(4, "/dev/zero"), Condition.Open(5, scratch.Write("five", "")),
        ]);
        string[] arguments = ["--root", "/r", "--debug", "--log-format", "json", verb, .. hasDocument ? Document(call, verb) : [], WitnessedCall.Id];

        var control = call.Direct(start, arguments);
        var witnessed = call.Intercepted(start, [], arguments);

        control.Difference(witnessed).Should().BeEmpty();
        witnessed.Record.Should().Be(control.Record).And.Contain("GUARDIAN_RUNC_SHIM_BINARY=/nowhere/named-by-the-flag-instead");
        witnessed.Result.Output.Should().Equal(control.Result.Output);
        witnessed.Result.Error.Should().Equal(control.Result.Error);

        static string[] Document(WitnessedCall call, string verb) =>
            verb == "run" ? ["--bundle", call.Bundle.Path] : ["-p", call.ProcessDocument];
    }

    /// <summary>Law 8: the original called itself without end when its variable led back to it.</summary>
    [Fact]
    public void Installed_over_runc_it_finds_the_real_one_behind_itself()
    {
        File.CreateSymbolicLink(_host.Scratch["bin/runc"], PublishedBinary.Path);
        var call = new Command("env", $"PATH={_host.Scratch["bin"]}:{Environment.GetEnvironmentVariable("PATH")}", "runc", "--version")
            .With("GUARDIAN_RUNC_SHIM_BINARY", "runc").With("GUARDIAN_RUNC_SHIM_LOGFILE", _host.Log);

        call.Run().Succeeded().OutputText.Should().Be(new Command(_host.Runc, "--version").Run().OutputText);
        _host.LogMessages().Should().HaveCount(4).And.EndWith($"[INF] executing {_host.Runc}");
    }

    private (CommandResult Look, CommandResult Open, string Story) Live(string name, Func<string[], Command> runtime, Bundle bundle)
    {
        var calls = _host.Calls(name, runtime);
        Attempt.PutInto(bundle.Rootfs);
        var story = new StringWriter();
        Tell(calls.Run(bundle));
        Tell(calls.State(), state => Names(JsonNode.Parse(state), int.MaxValue));
        var look = calls.ExecByPipe(Look);
        var open = calls.ExecByPipe("attempt open /dev/kvm /dev/net/tun");
        Tell(look, _ => "");
        // Below a group of counters, runc leaves out those that are nought: a page read from the disk makes another one appear.
        Tell(calls.Stats(), stats => Names(JsonNode.Parse(stats), 2));
        Tell(calls.Exec("sh", "-c", "exit 7"));
        Tell(calls.Delete());
        story.WriteLine(calls.State().ExitCode);
        return (look, open, story.ToString());

        void Tell(CommandResult result, Func<string, string>? output = null) =>
            story.WriteLine($"{result.ExitCode} {(output is null ? result.OutputText : output(result.OutputText))} {result.ErrorText.Replace(calls.Handle, "HANDLE", StringComparison.Ordinal)}");
    }

    /// <summary>The names in a JSON value, down to some depth: the values differ between two containers.</summary>
    private static string Names(JsonNode? node, int depth) => node switch
    {
        JsonObject members when depth > 0 => "{" + string.Join(',', members.Select(member => member.Key + Names(member.Value, depth - 1))) + "}",
        _ => "",
    };

    /// <summary>The document as somebody would write it who gives the devices himself.</summary>
    private static Bundle WithDevices(Bundle bundle)
    {
        bundle.Edit(spec =>
        {
            spec["linux"]!["devices"] = JsonNode.Parse("""[{"path":"/dev/kvm","type":"c","major":10,"minor":232},{"path":"/dev/net/tun","type":"c","major":10,"minor":200}]""");
            spec["linux"]!["resources"]!["devices"] = JsonNode.Parse("""[{"allow":true,"access":"rwm"}]""");
        });
        return bundle;
    }

    private static string Executable(int id) => Executable($"/proc/{id}/exe");

    private static string Executable(string path) => new Command("readlink", "-f", path).Run().OutputText.Trim();
}
