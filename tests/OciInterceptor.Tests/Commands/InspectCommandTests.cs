using System.Text;
using System.Text.Json.Nodes;
using OciInterceptor.Commands;
using OciInterceptor.Engines.Running;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Commands;

/// <summary>oi-inspect: containers of a made-up machine, from what was asked for to what runs.</summary>
public sealed class InspectCommandTests : IDisposable
{
    private const string Id = "4c032b5b362c1e52e5cad6b68587a01e4f702b8da6c970cd53377e190abd397f";
    private const string Bundle = $"/run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby/{Id}";
    private const string State = $"/run/docker/runtime-oi/moby/{Id}/state.json";
    private const string Audit = "/var/log/audit.jsonl";
    private const string Policy = $"{{'audit':{{'file':'{Audit}'}},'debugOutput':{{'directory':'/debug'}},'rules':[{{'name':'nnp','type':'no-new-privileges'}},{{'name':'shade','type':'umask','value':'0027'}}]}}";

    private readonly CommandRun _run = new();

    public InspectCommandTests()
    {
        _run.Running = [new("docker", Id, Bundle, "/usr/bin/oci-interceptor")];
        _run.WritePolicy(Policy);
        _run.Machine.WithInterceptor("/usr/bin/oci-interceptor")
            .With($"/var/lib/docker/containers/{Id}/config.v2.json", $"{{'ID':'{Id}','Name':'/web','NoNewPrivileges':false,'Config':{{'Image':'busybox','Env':['TOKEN=secret','GONE=1']}}}}")
            .With($"/var/lib/docker/containers/{Id}/hostconfig.json", "{'ReadonlyRootfs':false,'CapDrop':['ALL'],'NetworkMode':'host','IpcMode':'host','UTSMode':'host'}")
            .With($"{Bundle}/config.json", "{'process':{'user':{'uid':0,'gid':0,'umask':23},'noNewPrivileges':true,'env':['TOKEN=other','LATE=x']},'root':{'readonly':false},'linux':{'namespaces':[{'type':'pid'}]}}")
            .With(State, "{'init_process_pid':7,'init_process_start':99}")
            .With("/proc/7/stat", "7 (sh) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 99 20\n")
            .With("/proc/7/status", "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nNoNewPrivs:\t1\nSeccomp:\t0\n")
            .With("/proc/7/uid_map", "0 0 4294967295\n").With("/proc/7/gid_map", "0 0 4294967295\n")
            .With("/proc/7/environ", "TOKEN=other\0LATE=x\0");
        Recorded("'rules':[{'name':'nnp','type':'no-new-privileges','origin':'/etc/p.json','outcome':'Changed','patch':[{'op':'replace','path':'/process/noNewPrivileges','value':true},{'op':'add','path':'/hooks','value':{}}]},"
            + "{'name':'env','type':'env','origin':'/etc/p.json','outcome':'Changed','patch':[{'op':'replace','path':'/process/env/0','value':'TOKEN=sha256:0'},{'op':'remove','path':'/process/env/1'}]},"
            + "{'name':'idle','type':'umask','origin':'/etc/p.json','outcome':'Unchanged'}]");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void What_differs_is_side_by_side_with_the_rule_that_made_it_so() => Text(0, "web").Should().Be($"""
        docker: {Id} (web)
          record   /var/lib/docker/containers/{Id}/config.v2.json
          bundle   {Bundle}
          process  7
          rules    by the audit line of 2026-11-30T00:00:00.000Z, of an earlier policy
          setting            engine   config.json           process               rule
          no new privileges  no       yes                   yes                   nnp
          env TOKEN          set      set to another value  set to another value  env
          env LATE           not set  set                   set                   env
          env GONE           set      not set               not set               env
          nothing else differs (24 settings)
          changed too: nnp: add /hooks

        """);

    [Fact]
    public void Values_of_variables_are_shown_only_on_request()
    {
        foreach (var arguments in (string[][])[["web"], ["web", "--output", "json"], ["--all"]])
        {
            Text(0, arguments).Should().NotContain("secret").And.NotContain("other\"").And.NotContain("sha256:0");
        }
        Text(0, "web", "--env-values").Should().Contain("  env TOKEN          secret   other        other    env\n");
    }

    [Fact]
    public void Scripts_get_every_setting()
    {
        var answer = JsonNode.Parse(Text(0, "--all", "--output", "json"))!;
        var container = answer["containers"]![0]!;

        container.AsObject().Select(member => member.Key).Should().Equal("engine", "id", "name", "image", "program", "record", "bundle", "process", "settings", "evidence", "faults");
        Row(container, "no new privileges").Should().Be("""{"setting":"no new privileges","engine":"no","document":"yes","process":"yes","differs":true,"rules":["nnp"]}""");
        Row(container, "env", "LATE").Should().Be("""{"setting":"env","item":"LATE","engine":"not set","document":"set","process":"set","differs":true,"rules":["env"]}""");
        Row(container, "read-only root").Should().Be("""{"setting":"read-only root","engine":"no","document":"no","differs":false}""");
        container["evidence"]!["source"]!.GetValue<string>().Should().Be("audit");
        container["evidence"]!["rules"]![0]!.ToJsonString().Should().Be("""{"name":"nnp","type":"no-new-privileges","origin":"/etc/p.json","changes":[{"op":"replace","path":"/process/noNewPrivileges"},{"op":"add","path":"/hooks"}]}""");
        answer["faults"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public void Without_an_audit_line_the_snapshots_of_debug_output_tell_the_rules()
    {
        Recorded("'rules':[]", id: "other");
        _run.Machine.With($"/debug/{Id}_modified.json", Encoding.UTF8.GetString(_run.Machine.Files[$"{Bundle}/config.json"]))
            .With($"/debug/{Id}_original.json", "{'process':{'user':{'uid':0,'gid':0},'env':[]}}");
        Text(0, "web").Should().Contain($"  rules    no audit line records its start: by the present policy applied to /debug/{Id}_original.json\n").And.Contain("no new privileges  no       yes                   yes                   nnp\n");
    }

    [Fact]
    public void Snapshots_of_another_container_tell_nothing()
    {
        Recorded("'rules':[]", id: "other");
        _run.Machine.With($"/debug/{Id}_modified.json", "{}").With($"/debug/{Id}_original.json", "{'process':{}}");
        Text(0, "web").Should().Contain("by the present policy applied to config.json as it is\n");
    }

    [Fact]
    public void Without_any_evidence_the_present_policy_is_evaluated_and_said_to_be()
    {
        Recorded("'rules':[]", id: "other");
        _run.WritePolicy(Policy.Replace("0027", "0077", StringComparison.Ordinal));
        Text(0, "web").Should().Contain("  rules    no audit line records its start; by the present policy applied to config.json as it is\n")
            .And.Contain("no new privileges  no       yes                   yes\n")
            .And.Contain("  would change now: shade: replace /process/user/umask\n  match it and would change nothing: nnp\n");
    }

    [Theory]
    [InlineData("{'rules':[{'type':'deny','when':{'user':['0']},'message':'m'}]}", 0, "no audit line records its start; the present policy would refuse it now: ")]
    [InlineData("{'rules':[{'type':'filter','path':'/bin/x'}]}", 0, "no audit line records its start, and the present policy runs programs, which an inspection does not")]
    [InlineData("{'rules':[{'type':'unknown'}]}", 2, "no audit line records its start, and the present policy cannot be loaded")]
    public void A_policy_that_tells_nothing_is_said(string policy, int exitCode, string sentence)
    {
        _run.WritePolicy(policy);
        Text(exitCode, "web").Should().Contain($"  rules    {sentence}");
    }

    [Fact]
    public void A_container_without_the_interceptor_has_no_rules()
    {
        Recorded("'rules':[]", id: "other");
        _run.Running = [_run.Running[0] with { Program = "runc" }];
        Text(0, "web").Should().Contain("  rules    it was started without the interceptor\n");
    }

    [Fact]
    public void A_line_of_the_present_policy_is_said_to_be()
    {
        var digest = JsonNode.Parse(Digest())!.GetValue<string>();
        Recorded("'rules':[]", digest: digest);
        Text(0, "web").Should().Contain("of the present policy\n");
    }

    /// <summary>IDs are used again: by hand, and by an engine that starts a container anew, which may go through another runtime then.</summary>
    [Theory]
    [InlineData("2026-11-30T00:00:00.123456789Z", true)]
    [InlineData("2026-11-30T00:00:00Z", true)]
    [InlineData("2026-11-30T00:02:00Z", true)]
    [InlineData("2026-11-30T02:01:59.5+02:00", true)]
    [InlineData("2026-11-30T00:02:00.001Z", false)]
    [InlineData("2026-11-29T23:59:59.999Z", false)]
    [InlineData("yesterday", true)]
    [InlineData("", true)]
    public void A_line_is_a_containers_if_its_runtime_made_it_soon_after(string created, bool isItsOwn)
    {
        _run.Machine.With(State, $"{{'init_process_pid':7,'init_process_start':99,'created':'{created}'}}");
        Text(0, "web").Should().Contain(isItsOwn ? "  rules    by the audit line of 2026-11-30T00:00:00.000Z" : "  rules    no audit line records its start; ");
    }

    /// <summary>A runtime refuses an ID that is taken, which the line before cannot tell.</summary>
    [Fact]
    public void A_later_line_of_its_ID_is_not_that_of_its_start()
    {
        var line = Encoding.UTF8.GetString(_run.Machine.Files[Audit]);
        _run.Machine.With(State, "{'init_process_pid':7,'init_process_start':99,'created':'2026-11-30T00:00:01Z'}")
            .With(Audit, line + line.Replace("T00:00:00", "T00:00:02", StringComparison.Ordinal));
        Text(0, "web").Should().Contain("  rules    by the audit line of 2026-11-30T00:00:00.000Z");
    }

    [Fact]
    public void Of_two_containers_of_one_ID_each_has_its_own_line()
    {
        const string other = $"/run/containerd/io.containerd.runtime.v2.task/default/{Id}";
        var line = Encoding.UTF8.GetString(_run.Machine.Files[Audit]);
        _run.Running = [_run.Running[0], new("containerd", Id, other, "/usr/bin/oci-interceptor")];
        _run.Machine.With(State, "{'init_process_pid':7,'init_process_start':99,'created':'2026-11-30T00:00:01Z'}")
            .With($"/run/containerd/runc/default/{Id}/state.json", "{'init_process_pid':7,'init_process_start':99,'created':'2026-11-30T00:30:01Z'}").With($"{other}/config.json", "{}")
            .With(Audit, line + line.Replace("T00:00:00", "T00:30:00", StringComparison.Ordinal));

        var text = Text(0, "--all");

        text.Should().Contain("by the audit line of 2026-11-30T00:00:00.000Z").And.Contain("by the audit line of 2026-11-30T00:30:00.000Z");
    }

    /// <summary>What has no name may be the rest of a value: a process may write its title over its environment.</summary>
    [Theory]
    [InlineData("oi-inspect")]
    [InlineData("json")]
    public void What_is_left_of_a_value_is_not_taken_for_a_name(string output)
    {
        _run.Machine.With("/proc/7/environ", "sh: title\0=hunter2\0hunter3\0")
            .With($"{Bundle}/config.json", "{'process':{'user':{'uid':0,'gid':0},'env':['hunter4']}}");
        Text(0, output == "json" ? ["web", "--output", "json"] : ["web"]).Should().NotContain("hunter").And.NotContain("title");
    }

    /// <summary>As another user, who cannot look for all of them.</summary>
    [Fact]
    public void Where_not_everything_can_be_read_no_container_is_said_to_be_missing()
    {
        using var run = new CommandRun { LooksForRunning = true };
        run.Machine.Unreadable.Add("/run/runc/*/state.json");

        var all = run.Run(new InspectCommand(), "--all");
        (all.ExitCode, all.Text()).Should().Be((2, "No running container was found.\ncannot read /run/runc/*/state.json: Permission denied\n"));
        FluentActions.Invoking(() => run.Run(new InspectCommand(), "web")).Should().Throw<InterceptorException>()
            .WithMessage("no container \"web\" runs: want an ID, the beginning of one, or a name; see oi-inspect --all; not everything could be read: cannot read /run/runc/*/state.json: Permission denied");
    }

    [Fact]
    public void A_change_that_the_audit_line_had_no_room_for_is_said()
    {
        Recorded("'rules':[{'name':'big','type':'env','origin':'o','outcome':'Changed','patchLeftOut':{'operations':9}}]");
        Text(0, "web").Should().Contain("  changed too: big: more than the audit line has room for\n");
    }

    [Theory]
    [InlineData("abc", "the container's process 7 has ended")]
    [InlineData("98", "the container's process 7 has ended, and another has its ID now")]
    public void A_process_that_has_ended_is_not_taken_for_another(string start, string message)
    {
        _run.Machine.With("/proc/7/stat", $"7 (sh) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 {start} 20\n");
        Text(2, "web").Should().Contain("  process  not known\n").And.Contain($"  {message}\n").And.Contain("no new privileges  no       yes                   -");
    }

    /// <summary>Variables, mounts, names and annotations are the container's author's.</summary>
    [Fact]
    public void What_a_containers_author_wrote_cannot_control_the_terminal()
    {
        _run.Machine.With("/proc/7/environ", "TOKEN=other\0LATE=x\0\u001b[2J=1\0").With("/proc/7/mountinfo", "1 0 0:1 / / rw - overlay o rw\n2 1 0:2 / /a\\012b rw - tmpfs t rw\n")
            .With($"/var/lib/docker/containers/{Id}/config.v2.json", $"{{'ID':'{Id}','Name':'/w\\u001beb'}}");
        Text(0, Id).Should().Contain(@"env \u001b[2J").And.Contain(@"mount /a\u000ab").And.Contain(@"(w\u001beb)").And.NotContain("\u001b");
    }

    [Fact]
    public void What_cannot_be_read_is_said_and_the_rest_is_shown()
    {
        _run.Machine.Unreadable.Add("/proc/7/environ");
        _run.Machine.Unreadable.Add($"/var/lib/docker/containers/{Id}/config.v2.json");
        Text(2, Id).Should().Contain("  record   not found\n").And.Contain("  cannot read /proc/7/environ: Permission denied\n").And.Contain($"  cannot read /var/lib/docker/containers/{Id}/config.v2.json: Permission denied\n")
            .And.Contain("no new privileges  -       yes");
    }

    [Fact]
    public void A_bundle_that_others_can_change_is_not_read()
    {
        using var run = new CommandRun { Untrusted = { ["/tmp/b"] = "others can write it" } };
        run.Running = [new("", "c1", null, null)];
        run.Machine.With("/run/runc/c1/state.json", "{'init_process_pid':7,'init_process_start':99,'config':{'labels':['bundle=/tmp/b']}}").With("/tmp/b/config.json", "{}");
        var answer = run.Run(new InspectCommand(), "c1");
        answer.Text().Should().Contain("  cannot trust the bundle /tmp/b: others can write it\n").And.Contain("  bundle   not known\n");
    }

    [Fact]
    public void A_bundle_of_a_runtime_called_by_hand_is_in_its_state()
    {
        _run.Running = [new("", "c1", null, null)];
        _run.Machine.With("/run/crun/c1/status", "{'pid':7,'process-start-time':99,'bundle':'/b'}").With("/b/config.json", "{}");
        Text(0, "c1").Should().StartWith("a runtime called by hand: c1\n  record   not found\n  bundle   /b\n  process  7\n");
    }

    [Theory]
    [InlineData("oi-inspect: want one of CONTAINER and --all")]
    [InlineData("oi-inspect: want one of CONTAINER and --all", "web", "--all")]
    [InlineData("no container \"nginx\" runs: want an ID, the beginning of one, or a name; see oi-inspect --all", "nginx")]
    public void One_container_or_all_are_asked_for(string message, params string[] arguments) =>
        FluentActions.Invoking(() => _run.Run(new InspectCommand(), arguments)).Should().Throw<InterceptorException>().WithMessage(message);

    [Fact]
    public void Without_a_container_there_is_nothing_to_show()
    {
        _run.Running = [];
        Text(0, "--all").Should().Be("No container runs.\n");
    }

    [Fact]
    public void A_long_value_goes_on_below_itself()
    {
        var all = string.Join("','", global::OciInterceptor.Spec.Facts.CapabilityNames.DockerDefault);
        _run.Machine.With($"{Bundle}/config.json", $"{{'process':{{'capabilities':{{'bounding':['{all}'],'effective':['{all}']}}}}}}").With("/proc/7/status", "CapEff:\t0000000000000000\n");
        var lines = Text(0, Id).Split('\n').SkipWhile(line => !line.Contains("set effective", StringComparison.Ordinal)).Take(4).ToArray();
        lines[0].Should().EndWith("none");
        string.Concat(lines.Select(line => line.Length > 40 ? line[40..Math.Min(line.Length, 80)] : "")).Should().StartWith("CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_RAW SYS_CHROOT MKNOD AUDIT_WRITE SETFCAP");
    }

    /// <summary>Half of a surrogate pair is no text.</summary>
    [Fact]
    public void A_long_value_goes_on_between_characters()
    {
        var name = new string('x', 35);
        _run.Machine.With("/proc/7/environ", $"{name}\ud83d\ude00y=1\0");
        Text(0, Id).Should().Contain($"  env {name} ").And.Contain("\ud83d\ude00y").And.NotContain("\ufffd");
    }

    private void Recorded(string rules, string id = Id, string digest = "sha256:1") => _run.Machine.With(
        Audit, $"{{'time':'2026-11-30T00:00:00.000Z','containerId':'{id}','verb':'create','policy':'{digest}','result':'allowed',{rules}}}\n");

    private string Digest()
    {
        var policy = new OciInterceptor.Policy.PolicyLoader(new OciInterceptor.Policy.PolicyPaths(Path.Combine(_run.Root, "policies")), _run.Machine).Load(OciInterceptor.Tests.Call.RawArguments.Of("oi-inspect").Options);
        return $"\"sha256:{OciInterceptor.Evidence.PolicyDigest.Of(policy)}\"";
    }

    private string Text(int exitCode, params string[] arguments)
    {
        var answer = _run.Run(new InspectCommand(), arguments);
        var text = answer.Text();
        answer.ExitCode.Should().Be(exitCode, text);
        return text;
    }

    private static string Row(JsonNode container, string setting, string? item = null) =>
        container["settings"]!.AsArray().Single(row => row!["setting"]!.GetValue<string>() == setting && row["item"]?.GetValue<string>() == item)!.ToJsonString();
}
