using OciInterceptor.Engines.Doctor;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Doctor;

/// <summary>The checks of policies, logs, control groups, security modules and quotas.</summary>
public sealed class HostChecksTests : IDisposable
{
    private const string Path = "/opt/oci-interceptor";
    private const string Xfs = "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 20 8:2 / /var/lib/docker rw,relatime - xfs /dev/sdb rw,attr2,prjquota\n";
    private const string Title = "docker has /var/lib/docker on XFS with project quotas, and containers of";

    private readonly CheckRun _run = new();

    public HostChecksTests() => _run.WithDocker(Path).Machine.WithInterceptor(Path);

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Policies_that_can_be_loaded_are_counted()
    {
        _run.WithPolicy("{'rules':[{'type':'umask','value':'0077'}]}");
        _run.Look(new PoliciesCheck()).Should().Equal("W the policy in force has 1 rule", "W docker: oi0 has 1 rule");
        _run.WithPolicy("", "conf.d/a.yaml").Look(new PoliciesCheck()).Should().Equal(
            "W the policy in force has 1 rule", "W docker: oi0 has 1 rule",
            $"P {_run.Root}/conf.d/a.yaml is not read: its name does not end in .json or .jsonc",
            $"! {_run.Root}/conf.d holds no policy file: want names that end in .json or .jsonc");
        _run.WithPolicy("{}", "conf.d/a.json");
        File.Delete($"{_run.Root}/conf.d/a.yaml");
        _run.Look(new PoliciesCheck(), "--oi-warn-profile ctf --oi-warn-profile none").Should().Equal(
            "W the policy in force has 1 rule", "W docker: oi0 has 1 rule", $"W the shadow ctf has {new PolicyLoader(new PolicyPaths("/nowhere"), new FakeHost()).ReadProfile("ctf").Rules.Length} rules",
            $"! the shadow none is not evaluated: unknown profile none: found neither {_run.Root}/profiles/none.json nor a built-in one");
        _run.WithPolicy("{'rules':[{'type':'umask','value':'0077'}]}", "profiles/one.json").Look(new PoliciesCheck(), "--oi-warn-profile one").Should().EndWith("W the shadow one has 1 rule");
        _run.Look(new PoliciesCheck(), "--oi-env A=B").Should().Equal("W the policy in force has 2 rules", "W docker: oi0 has 1 rule");
    }

    [Fact]
    public void Of_several_files_that_cannot_be_used_the_one_that_refuses_containers_is_told()
    {
        _run.WithPolicy("{'rules':[{'type':'seccomp','profile':'/a.json','onError':'skip'},{'type':'seccomp','profile':'/b.json'}]}");

        _run.Look(new PoliciesCheck()).First().Should().Be($"P the policy in force: {_run.Root}/config.json:1:67: cannot apply the rule \"seccomp\" (seccomp): cannot read /b.json: no such file or directory");
    }

    [Fact]
    public void A_shadow_with_a_file_that_cannot_be_used_is_told()
    {
        _run.WithPolicy("{'rules':[{'type':'umask','value':'0077'}]}").WithPolicy("{'rules':[{'type':'seccomp','profile':'/none.json'}]}", "profiles/one.json");

        _run.Look(new PoliciesCheck(), "--oi-warn-profile one").Should().EndWith(
            $"! the shadow one is not evaluated: {_run.Root}/profiles/one.json:1:11: cannot apply the rule \"seccomp\" (seccomp): cannot read /none.json: no such file or directory");
    }

    [Theory]
    [InlineData("", 'P')]
    [InlineData(",'onError':'skip'", '!')]
    [InlineData(",'mode':'warn'", '!')]
    [InlineData(",'mode':'off'", 'W')]
    public void A_file_that_a_rule_needs_and_that_cannot_be_used_is_told(string members, char health)
    {
        _run.WithPolicy($"{{'rules':[{{'type':'umask','value':'0077'}},{{'type':'seccomp','profile':'/none.json'{members}}}]}}");

        _run.Look(new PoliciesCheck()).First().Should().Be(health == 'W' ? "W the policy in force has 2 rules"
            : $"{health} the policy in force: {_run.Root}/config.json:1:43: cannot apply the rule \"seccomp\" (seccomp): cannot read /none.json: no such file or directory");
    }

    /// <summary>Whoever registers the interceptor means to have something changed.</summary>
    [Theory]
    [InlineData("{}", "W the policy in force has 0 rules", "! docker: oi0 has no rule: its containers are those of the runtime alone")]
    [InlineData("{'rules':[{'type':'umask','value':'0077','mode':'warn'}]}", "W the policy in force has 1 rule", "! docker: oi0 has 1 rule, none of which is enforced: their mode is warn or off")]
    [InlineData("{'rules':[{'type':'umask','value':'0077','mode':'off'},{'type':'readonly-rootfs'}]}", "W the policy in force has 2 rules", "W docker: oi0 has 2 rules")]
    public void A_registration_that_enforces_nothing_is_a_warning(string policy, params string[] expected) =>
        _run.WithPolicy(policy).Look(new PoliciesCheck()).Should().Equal(expected);

    [Fact]
    public void A_policy_that_others_can_write_is_a_problem()
    {
        File.SetUnixFileMode(System.IO.Path.Combine(_run.WithPolicy("{}").Root, "config.json"), (UnixFileMode)0b110_110_110);
        var fault = $"cannot trust {_run.Root}/config.json: it is writable by group or others";
        _run.Look(new PoliciesCheck()).Should().Equal($"P the policy in force: {fault}", $"P docker: oi0: {fault}");
    }

    [Fact]
    public void A_profile_of_a_registered_name_that_is_not_there_is_a_problem()
    {
        _run.WithDocker("/opt/oci-interceptor-none").Machine.WithInterceptor("/opt/oci-interceptor-none");
        _run.Look(new PoliciesCheck()).Should().Equal("W the policy in force has 0 rules", $"P docker: oi0: unknown profile none: found neither {_run.Root}/profiles/none.json nor a built-in one");
    }

    [Fact]
    public void Logs_that_can_be_written_are_told_once()
    {
        _run.WithPolicy("{'log':{'file':'/var/log/oi/our.log'},'audit':{'file':'/var/log/audit.jsonl'},'debugOutput':{'enabled':true,'directory':'/var/log/oi/debug'}}");
        _run.Machine.WithDirectory("/var/log").With("/var/log/audit.jsonl", "", 0x8180);
        _run.Look(new LogsCheck()).Should().Equal(
            "W the log /var/log/oi/our.log can be written", "W the audit trail /var/log/audit.jsonl can be written", "W the debug output /var/log/oi/debug can be written");
    }

    [Fact]
    public void Debug_output_has_a_directory_where_none_is_named()
    {
        _run.WithPolicy("{'debugOutput':{'enabled':true}}");
        _run.Machine.WithDirectory("/var/log");
        _run.Look(new LogsCheck()).Should().Equal("W the debug output /var/log/oci-interceptor can be written");
    }

    [Fact]
    public void Logs_that_would_be_lost_are_problems()
    {
        _run.WithPolicy("{'log':{'file':'/ro/oi/our.log'},'audit':{'file':'/file/audit.jsonl'},'debugOutput':{'enabled':true,'directory':'/ro/debug'}}");
        _run.Machine.WithDirectory("/ro").With("/file").ReadOnly.Add("/ro");
        _run.Look(new LogsCheck()).Should().Equal(
            "P the log /ro/oi/our.log cannot be written: /ro is read-only, or owned by another user",
            "P the audit trail /file/audit.jsonl cannot be written: /file is not a directory",
            "P the debug output /ro/debug cannot be written: /ro is read-only, or owned by another user");
    }

    [Fact]
    public void A_socket_of_the_audit_trail_that_is_not_there_is_a_problem()
    {
        _run.WithPolicy("{'audit':[{'journal':true},{'syslog':'user','socket':'/run/log'}]}");
        _run.Machine.With("/run/log");
        _run.Look(new LogsCheck()).Should().Equal(
            "P the audit trail's socket /run/systemd/journal/socket cannot be written: it does not exist", "W the audit trail's socket /run/log can be written");
    }

    [Theory]
    [InlineData("/var/log/record", 0x41C0, "W the record /var/log/record can be written")]
    [InlineData("/var/log/record", 0x41FF, "P the record /var/log/record cannot be written: /var/log/record must be owned by the effective user, and not writable by group or others")]
    [InlineData("/var/log/new", 0x41FF, "W the record /var/log/new can be written")]
    public void A_record_that_would_be_lost_is_a_problem(string directory, uint mode, string expected)
    {
        if (Environment.IsPrivilegedProcess)
        {
            _run.WithPolicy($"{{'recorder':{{'directory':'{directory}'}}}}").Machine.WithDirectory("/var/log/record", mode);
            _run.Look(new LogsCheck()).Should().Equal(expected);
        }
    }

    [Fact]
    public void A_log_that_is_no_file_is_a_problem()
    {
        _run.Machine.WithDirectory("/var/log/dir");
        _run.Look(new LogsCheck(), "--oi-log-file /var/log/dir").Should().Equal("P the log /var/log/dir cannot be written: it is not a regular file");
    }

    [Theory]
    [InlineData(0, "W the log /var/log/our.log can be written")]
    [InlineData(4711, "P the log /var/log/our.log cannot be written: it is owned by user 4711, want the effective user 0")]
    public void A_log_of_another_user_is_a_problem(uint owner, string expected)
    {
        if (Environment.IsPrivilegedProcess)
        {
            _run.Machine.With("/var/log/our.log", owner: owner);
            _run.Look(new LogsCheck(), "--oi-log-file /var/log/our.log").Should().Equal(expected);
        }
    }

    [Theory]
    [InlineData("W cgroup v2", "cgroup.controllers")]
    [InlineData("W cgroup v1", "devices/x")]
    [InlineData("W cgroup v1, with v2 beside it (hybrid)", "devices/x", "unified/cgroup.controllers")]
    [InlineData("U no control groups are mounted in /sys/fs/cgroup")]
    public void The_version_of_control_groups_is_told(string expected, params string[] files)
    {
        foreach (var file in files)
        {
            _run.Machine.With("/sys/fs/cgroup/" + file);
        }
        _run.Look(new CgroupCheck()).Should().Equal(expected);
    }

    [Theory]
    [InlineData("W neither SELinux nor AppArmor is active", null, "")]
    [InlineData("W AppArmor is on", "/sys/module/apparmor/parameters/enabled", "Y\n")]
    [InlineData("W neither SELinux nor AppArmor is active", "/sys/module/apparmor/parameters/enabled", "N\n")]
    [InlineData("W SELinux is enforcing", "/sys/fs/selinux/enforce", "1")]
    [InlineData("W SELinux is permissive", "/sys/fs/selinux/enforce", "0")]
    public void Security_modules_are_told(string expected, string? file, string content)
    {
        if (file is not null)
        {
            _run.Machine.With(file, content);
        }
        _run.Look(new SecurityModulesCheck()).Should().Equal(expected);
    }

    [Fact]
    public void A_label_other_than_the_runtimes_is_a_problem()
    {
        _run.Machine.With("/sys/fs/selinux/enforce", "1");
        _run.Machine.Labels[Path] = "system_u:object_r:bin_t:s0";
        _run.Machine.Labels["/usr/bin/runc"] = "system_u:object_r:container_runtime_exec_t:s0";
        _run.Look(new SecurityModulesCheck()).Should().Equal(
            "W SELinux is enforcing",
            $"P docker: oi0 has the SELinux type bin_t, but its runtime has container_runtime_exec_t: run chcon --reference=/usr/bin/runc {Path}");
        _run.Machine.Labels[Path] = "unconfined_u:object_r:container_runtime_exec_t:s0";
        _run.Look(new SecurityModulesCheck()).Should().Equal("W SELinux is enforcing");
    }

    [Theory]
    [InlineData("{'rules':[{'type':'readonly-networking-mounts'}]}", true)]
    [InlineData("{'rules':[{'type':'readonly-networking-mounts','mode':'warn'}]}", false)]
    [InlineData("{'rules':[{'type':'readonly-networking-mounts','when':{'hostname':'x'}}]}", false)]
    [InlineData("{'profiles':['ctf']}", true)]
    [InlineData("{}", false)]
    public void A_quota_that_network_files_escape_is_a_problem(string policy, bool isClosed)
    {
        _run.WithPolicy(policy).Machine.WithDirectory("/var/lib/docker").With("/proc/self/mountinfo", Xfs);
        _run.Look(new QuotaCheck()).Should().Equal(isClosed
            ? $"W {Title} oi0 have read-only network files"
            : $"P {Title} oi0 can write beyond a size limit through /etc/hosts: add the rule readonly-networking-mounts");
    }

    [Fact]
    public void The_rule_of_a_runtime_that_is_not_the_default_closes_it_for_its_own_containers_alone()
    {
        _run.WithPolicy("{'rules':[{'type':'readonly-networking-mounts'}]}").Machine.WithDirectory("/var/lib/docker").With("/proc/self/mountinfo", Xfs)
            .With("/etc/docker/daemon.json", $"{{'runtimes':{{'oi':{{'path':'{Path}'}}}}}}");
        _run.Look(new QuotaCheck()).Should().Equal(
            $"P {Title} runc can write beyond a size limit through /etc/hosts: add the rule readonly-networking-mounts",
            $"W {Title} oi have read-only network files");
    }

    [Fact]
    public void Registered_flags_count_and_a_script_cannot_be_told()
    {
        _run.Machine.WithDirectory("/var/lib/docker").With("/proc/self/mountinfo", Xfs).With("/opt/wrap", "#!/bin/sh\nexec oci-interceptor\n")
            .With("/etc/docker/daemon.json", $"{{'default-runtime':'a','runtimes':{{'a':{{'path':'{Path}','runtimeArgs':['--oi-readonly-networking-mounts']}},'b':{{'path':'/opt/wrap'}}}}}}");
        _run.Look(new QuotaCheck()).Should().Equal(
            $"W {Title} a have read-only network files",
            $"U {Title} b run through a script: cannot tell whether their network files are read-only");
    }

    [Theory]
    [InlineData("xfs /dev/sdb rw,noquota")]
    [InlineData("ext4 /dev/sdb rw,prjquota")]
    public void Without_a_quota_on_XFS_there_is_nothing_to_escape(string mount)
    {
        _run.Machine.WithDirectory("/var/lib/docker").With("/proc/self/mountinfo", $"20 1 8:1 / / rw shared:1 - {mount}\n");
        _run.Look(new QuotaCheck()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, Health.Well, Health.Well)]
    [InlineData(1, Health.Unknown, Health.Problem)]
    [InlineData(2, Health.Well, Health.Unknown)]
    [InlineData(0)]
    public void The_exit_code_is_that_of_the_worst(int code, params object[] conditions) =>
        DoctorChecks.ExitCode([.. conditions.Select(condition => new Diagnosis((Health)condition, "x", "y"))]).Should().Be(code);
}
