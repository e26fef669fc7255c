using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>oi-status and oi-doctor of the published binary, with an /etc and a PATH of the test's own.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public DoctorTests()
    {
        _scratch.MakeDirectory("etc/docker");
        _scratch.MakeDirectory("etc/oci-interceptor");
        _scratch.MakeDirectory("bin");
        _scratch.WriteScript("bin/dockerd", "echo Docker version 29.9.0, build a5b58c9");
        Runc("1.5.3");
        Register(PublishedBinary.Path);
        _scratch.Write("etc/oci-interceptor/config.json", """{ "rules": [{ "type": "umask", "value": "0027" }] }""");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_healthy_machine_is_told_so()
    {
        Call("oi-status").Run().Succeeded().OutputText.Should()
            .StartWith($"docker  {_scratch["bin"]}/dockerd\n  runc runc\n    policy does not apply: {_scratch["bin"]}/runc is not the interceptor\n  oi {PublishedBinary.Path}  (default)\n    policy applies: 1 rule\n")
            .And.Contain($"\ndocker: oi becomes {_scratch["bin"]}/runc\n");
        var result = Call("oi-doctor").Run().Succeeded();
        result.Error.Should().BeEmpty();
        var version = PublishedBinary.Call("--oi-version").Run().Succeeded().OutputText.Split('\n')[0]["oci-interceptor ".Length..];
        result.OutputText.Split('\n')[..7].Should().Equal(
            "OK       engines: the interceptor is registered with docker",
            $"OK       registration: docker: oi is {PublishedBinary.Path}, the default",
            $"OK       version: {PublishedBinary.Path} is this program, {version}",
            $"OK       runtime: docker: oi becomes {_scratch["bin"]}/runc",
            $"OK       escapes: {_scratch["bin"]}/runc is runc 1.5.3, and none of the escapes known on 2026-11-29 affects it",
            $"OK       escapes: {_scratch["bin"]}/dockerd is docker 29.9.0, and none of the escapes known on 2026-11-29 affects it",
            "OK       policy: the policy in force has 1 rule");
        Diagnoses(0).Should().AllSatisfy(diagnosis => diagnosis.Should().StartWith("OK "));
    }

    [Fact]
    public void What_cannot_be_told_gives_its_own_exit_code()
    {
        Runc("1.5.2+ds1");
        Diagnoses(2).Where(diagnosis => !diagnosis.StartsWith("OK ")).Should().Equal(
            $"UNKNOWN escapes {_scratch["bin"]}/runc is runc 1.5.2+ds1, older than the fix for CVE-2026-119101 (runc 1.3.7, 1.4.4, 1.5.3, 1.6.0-rc.2): the distribution may have backported the fix, see its changelog");
        Call("oi-status").Run().Succeeded();
        Call("oi-doctor", "--ignore", "CVE-2026-119101").Run().Succeeded();
    }

    /// <summary>With dpkg's lists and the documentation as a package leaves them.</summary>
    [Theory]
    [InlineData("* CVE-2026-119101: refuse crafted mount points", 0)]
    [InlineData("* New upstream version", 1)]
    public void The_changelog_of_a_package_tells_what_is_repaired(string entry, int exitCode)
    {
        Runc("1.5.2+ds1");
        _scratch.MakeDirectory("info");
        _scratch.MakeDirectory("doc/runc");
        _scratch.Write("info/runc.list", $"/.\n{_scratch["bin"]}/runc\n");
        var changelog = _scratch.Write("doc/runc/changelog.Debian", $"runc (1.5.2+ds1-1) sid; urgency=medium\n\n  {entry}\n\n -- A Maintainer <a@example.org>  Fri, 13 Nov 2026 21:53:05 +0800\n");
        new Command("gzip", changelog).Run().Succeeded();
        var call = Call("oi-doctor");
        var result = new Command("unshare", ["--mount", "sh", "-ec", "mount --bind \"$0\" /var/lib/dpkg/info; mount --bind \"$1\" /usr/share/doc; shift; exec \"$@\"", _scratch["info"], _scratch["doc"], call.Program])
            .Plus(call.Arguments).Run().Exited(exitCode);

        result.OutputText.Should().Contain(exitCode == 0 ? "; its package runc 1.5.2+ds1-1 has the fix for CVE-2026-119101\n" : ", and the changelog of its package runc 1.5.2+ds1-1 does not name it: ");
    }

    [Fact]
    public void A_registration_without_a_rule_is_a_warning_which_counts_if_it_is_strict()
    {
        File.Delete(_scratch["etc/oci-interceptor/config.json"]);
        Diagnoses(0).Should().Contain("WARNING policy docker: oi has no rule: its containers are those of the runtime alone");
        Call("oi-doctor", "--strict").Run().Exited(1);
    }

    [Fact]
    public void A_runtime_that_hangs_is_given_up()
    {
        _scratch.WriteScript("bin/runc", "exec /bin/sleep 1000");
        Diagnoses(2).Where(diagnosis => !diagnosis.StartsWith("OK ")).Should().Equal($"UNKNOWN escapes {_scratch["bin"]}/runc does not report its version");
    }

    [Fact]
    public void A_registration_that_leads_nowhere_is_a_problem()
    {
        Register("/gone/oci-interceptor");
        string[] problem = ["PROBLEM registration docker: oi is /gone/oci-interceptor, which does not exist (/etc/docker/daemon.json)"];
        Diagnoses(1).Where(diagnosis => !diagnosis.StartsWith("OK ")).Should().Equal(problem);
        Call("oi-status").Run().Exited(1).OutputText.Should().EndWith("docker: oi is /gone/oci-interceptor, which does not exist (/etc/docker/daemon.json)\n");
    }

    /// <summary>Law 8: never twice itself.</summary>
    [Fact]
    public void A_registration_that_leads_to_itself_is_a_problem()
    {
        File.CreateSymbolicLink(_scratch["etc/oci-interceptor/runtime"], PublishedBinary.Path);
        var problem = $"docker: oi: cannot use the runtime {PublishedBinary.Path}, the target of the link /etc/oci-interceptor/runtime: it is oci-interceptor itself";
        Diagnoses(1).Should().Contain("PROBLEM runtime " + problem);
        Call("oi-status").Run().Exited(1).OutputText.Should().EndWith(problem + "\n");
    }

    [Fact]
    public void A_broken_configuration_is_a_problem_with_its_place()
    {
        _scratch.Write("etc/docker/daemon.json", "{\n  \"runtimes\": }\n");
        Call("oi-status").Run().Exited(1).OutputText.Should().Contain("\n/etc/docker/daemon.json:2:15: ");
        Diagnoses(1)[0].Should().StartWith("PROBLEM engines /etc/docker/daemon.json:2:15: ");
    }

    [Fact]
    public void A_policy_that_cannot_be_trusted_is_a_problem()
    {
        File.SetUnixFileMode(_scratch.Write("etc/oci-interceptor/config.json", "{}"), (UnixFileMode)0b110_110_110);
        const string fault = "cannot trust /etc/oci-interceptor/config.json: it is writable by group or others";
        Diagnoses(1).Where(diagnosis => !diagnosis.StartsWith("OK ")).Should().Equal($"PROBLEM policy the policy in force: {fault}", $"PROBLEM policy docker: oi: {fault}");
    }

    [Fact]
    public void A_policy_that_is_not_read_is_a_problem()
    {
        _scratch.MakeDirectory("etc/oci-interceptor/conf.d");
        Diagnoses(0).Should().Contain("WARNING policy /etc/oci-interceptor/conf.d holds no policy file: want names that end in .json or .jsonc");
        _scratch.Write("etc/oci-interceptor/conf.d/10-team.yaml", "rules: []");
        _scratch.Write("etc/oci-interceptor/config.yaml", "rules: []");
        Diagnoses(1).Where(diagnosis => !diagnosis.StartsWith("OK ")).Should().Equal(
            "PROBLEM policy /etc/oci-interceptor/config.yaml is not read: want /etc/oci-interceptor/config.json, or a file in /etc/oci-interceptor/conf.d",
            "PROBLEM policy /etc/oci-interceptor/conf.d/10-team.yaml is not read: its name does not end in .json or .jsonc",
            "WARNING policy /etc/oci-interceptor/conf.d holds no policy file: want names that end in .json or .jsonc");
    }

    /// <summary>They have a runtime to become, and become none.</summary>
    [Theory]
    [InlineData("--oi-profile=nowhere", "unknown profile nowhere: found neither /etc/oci-interceptor/profiles/nowhere.json nor a built-in one")]
    [InlineData("--oi-bogus", "--oi-bogus is not a flag of oci-interceptor; see oci-interceptor --oi-help")]
    public void A_registration_whose_calls_are_refused_is_a_problem(string argument, string fault)
    {
        _scratch.Write("etc/docker/daemon.json", $$"""{"runtimes": {"oi": {"path": "{{PublishedBinary.Path}}", "runtimeArgs": ["{{argument}}"]} } }""");
        Diagnoses(1).Should().Contain($"PROBLEM policy docker: oi: {fault}");
        Call("oi-status").Run().Exited(1).OutputText.Should().EndWith($"docker: oi: {fault}\n");
        JsonNode.Parse(Call("oi-status", "--output", "json").Run().Exited(1).Output)!["doors"]![1]!["reason"]!.GetValue<string>().Should().Be(fault);
    }

    [Fact]
    public void What_oi_install_has_made_is_found()
    {
        File.Delete(_scratch["etc/docker/daemon.json"]);
        InEtc(PublishedBinary.Call("oi-install", "docker", "--name", "mine")).Run().Succeeded();

        var report = JsonNode.Parse(Call("oi-status", "--output", "json").Run().Succeeded().Output)!;
        report["engines"]!.AsArray().Single()!.ToJsonString().Should().Be($$"""{"engine":"docker","program":"{{_scratch["bin"]}}/dockerd","defaultRuntime":"runc","faults":[]}""");
        report["doors"]!.AsArray().Take(2).Select(door => $"{door!["name"]} {door["path"]} {door["interceptor"]} {door["policy"]} {door["becomes"]}").Should().Equal(
            "runc runc false bypassed ", $"mine {PublishedBinary.Path} true applies {_scratch["bin"]}/runc");
        Call("oi-status", "--output", "prometheus").Run().Succeeded().OutputText.Should().Contain($"oci_interceptor_door_policy_applies{{engine=\"docker\",door=\"mine\",path=\"{PublishedBinary.Path}\",default=\"false\",policy=\"applies\"}} 1\n");
        Call("oi-status", "--strict").Run().Exited(1);
        InEtc(PublishedBinary.Call("oi-uninstall", "docker", "--name", "mine")).Run().Succeeded();
        Call("oi-status").Run().Succeeded().OutputText.Should().Contain("\n  the interceptor is not registered\n");
    }

    [Fact]
    public void Nothing_is_written()
    {
        var before = State();
        Call("oi-doctor").Run();
        Call("oi-status").Run();
        State().Should().Be(before);
    }

    private void Runc(string version) => _scratch.WriteScript("bin/runc", $"echo runc version {version}");

    private void Register(string path) => _scratch.Write("etc/docker/daemon.json", $$"""{"default-runtime": "oi", "runtimes": {"oi": {"path": "{{path}}" } } }""");

    private string[] Diagnoses(int exitCode) =>
    [
        .. JsonNode.Parse(Call("oi-doctor", "--output", "json").Run().Exited(exitCode).Output)!.AsArray()
            .Select(diagnosis => $"{diagnosis!["condition"]} {diagnosis["check"]} {diagnosis["message"]}"),
    ];

    private Command Call(params string[] arguments) => InEtc(new Command("env", [$"PATH={_scratch["bin"]}", PublishedBinary.Path, .. arguments]));

    private Command InEtc(Command call) =>
        new Command("unshare", "--mount", "sh", "-c", "mount --bind \"$0\" /etc && exec \"$@\"", _scratch["etc"], call.Program).Plus(call.Arguments);

    private string State() => new Command("sh", "-c", "find \"$0\" -printf '%p %T@ %s %m\\n' | sort", _scratch.Path).Run().Succeeded().OutputText;
}
