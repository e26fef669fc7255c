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
        _scratch.WriteScript("bin/dockerd", "exit 1");
        Runc("1.3.3");
        Register(PublishedBinary.Path);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_healthy_machine_is_told_so()
    {
        Call("oi-status").Run().Succeeded().OutputText.Should().Be(
            $"docker  {_scratch["bin"]}/dockerd\n  oi {PublishedBinary.Path}  (default)\ndocker: oi becomes {_scratch["bin"]}/runc\n");
        var result = Call("oi-doctor").Run().Succeeded();
        result.Error.Should().BeEmpty();
        var version = PublishedBinary.Call("--oi-version").Run().Succeeded().OutputText["oci-interceptor ".Length..].Trim();
        result.OutputText.Split('\n')[..6].Should().Equal(
            "well     engines: the interceptor is registered with docker",
            $"well     registration: docker: oi is {PublishedBinary.Path}, the default",
            $"well     version: {PublishedBinary.Path} is this program, {version}",
            $"well     runtime: docker: oi becomes {_scratch["bin"]}/runc",
            $"well     escapes: {_scratch["bin"]}/runc is runc 1.3.3, and none of the known escapes affects it",
            "well     policy: the policy in force has 0 rules");
        Diagnoses(0).Should().AllSatisfy(diagnosis => diagnosis.Should().StartWith("well "));
    }

    [Fact]
    public void What_cannot_be_told_gives_its_own_exit_code()
    {
        Runc("1.1.5+ds1");
        Diagnoses(2).Where(diagnosis => !diagnosis.StartsWith("well ")).Should().Equal(
            $"unknown escapes {_scratch["bin"]}/runc is runc 1.1.5+ds1, older than the fix for CVE-2024-21626 (runc 1.1.12): the distribution may have backported the fix, see its changelog",
            $"unknown escapes {_scratch["bin"]}/runc is runc 1.1.5+ds1, older than the fix for CVE-2025-31133, CVE-2025-52565 and CVE-2025-52881 (runc 1.2.8, 1.3.3, 1.4.0-rc.3): the distribution may have backported the fix, see its changelog");
        Call("oi-status").Run().Succeeded();
    }

    [Fact]
    public void A_runtime_that_hangs_is_given_up()
    {
        _scratch.WriteScript("bin/runc", "exec /bin/sleep 1000");
        Diagnoses(2).Where(diagnosis => !diagnosis.StartsWith("well ")).Should().Equal($"unknown escapes {_scratch["bin"]}/runc does not report its version");
    }

    [Fact]
    public void A_registration_that_leads_nowhere_is_a_problem()
    {
        Register("/gone/oci-interceptor");
        string[] problem = ["problem registration docker: oi is /gone/oci-interceptor, which does not exist (/etc/docker/daemon.json)"];
        Diagnoses(1).Where(diagnosis => !diagnosis.StartsWith("well ")).Should().Equal(problem);
        Call("oi-status").Run().Exited(1).OutputText.Should().EndWith("docker: oi is /gone/oci-interceptor, which does not exist (/etc/docker/daemon.json)\n");
    }

    /// <summary>Law 8: never twice itself.</summary>
    [Fact]
    public void A_registration_that_leads_to_itself_is_a_problem()
    {
        File.CreateSymbolicLink(_scratch["etc/oci-interceptor/runtime"], PublishedBinary.Path);
        var problem = $"docker: oi: cannot use the runtime {PublishedBinary.Path}, the target of the link /etc/oci-interceptor/runtime: it is oci-interceptor itself";
        Diagnoses(1).Should().Contain("problem runtime " + problem);
        Call("oi-status").Run().Exited(1).OutputText.Should().EndWith(problem + "\n");
    }

    [Fact]
    public void A_broken_configuration_is_a_problem_with_its_place()
    {
        _scratch.Write("etc/docker/daemon.json", "{\n  \"runtimes\": }\n");
        Call("oi-status").Run().Exited(1).OutputText.Should().Contain("\n/etc/docker/daemon.json:2:15: ");
        Diagnoses(1)[0].Should().StartWith("problem engines /etc/docker/daemon.json:2:15: ");
    }

    [Fact]
    public void A_policy_that_cannot_be_trusted_is_a_problem()
    {
        File.SetUnixFileMode(_scratch.Write("etc/oci-interceptor/config.json", "{}"), (UnixFileMode)0b110_110_110);
        const string fault = "cannot trust /etc/oci-interceptor/config.json: it is writable by group or others";
        Diagnoses(1).Where(diagnosis => !diagnosis.StartsWith("well ")).Should().Equal($"problem policy the policy in force: {fault}", $"problem policy docker: oi: {fault}");
    }

    [Fact]
    public void A_policy_that_is_not_read_is_a_problem()
    {
        _scratch.MakeDirectory("etc/oci-interceptor/conf.d");
        Diagnoses(0).Should().Contain("well policy /etc/oci-interceptor/conf.d holds no policy file: want names that end in .json or .jsonc");
        _scratch.Write("etc/oci-interceptor/conf.d/10-team.yaml", "rules: []");
        _scratch.Write("etc/oci-interceptor/config.yaml", "rules: []");
        Diagnoses(1).Where(diagnosis => !diagnosis.StartsWith("well ")).Should().Equal(
            "problem policy /etc/oci-interceptor/config.yaml is not read: want /etc/oci-interceptor/config.json, or a file in /etc/oci-interceptor/conf.d",
            "problem policy /etc/oci-interceptor/conf.d/10-team.yaml is not read: its name does not end in .json or .jsonc");
    }

    /// <summary>They have a runtime to become, and become none.</summary>
    [Theory]
    [InlineData("--oi-profile=nowhere", "unknown profile nowhere: found neither /etc/oci-interceptor/profiles/nowhere.json nor a built-in one")]
    [InlineData("--oi-bogus", "--oi-bogus is not a flag of oci-interceptor; see oci-interceptor --oi-help")]
    public void A_registration_whose_calls_are_refused_is_a_problem(string argument, string fault)
    {
        _scratch.Write("etc/docker/daemon.json", $$"""{"runtimes": {"oi": {"path": "{{PublishedBinary.Path}}", "runtimeArgs": ["{{argument}}"]} } }""");
        Diagnoses(1).Should().Contain($"problem policy docker: oi: {fault}");
        Call("oi-status").Run().Exited(1).OutputText.Should().EndWith($"docker: oi: {fault}\n");
        JsonNode.Parse(Call("oi-status", "--output", "json").Run().Exited(1).Output)![0]!["runtimes"]![1]!["fault"]!.GetValue<string>().Should().Be(fault);
    }

    [Fact]
    public void What_oi_install_has_made_is_found()
    {
        File.Delete(_scratch["etc/docker/daemon.json"]);
        InEtc(PublishedBinary.Call("oi-install", "docker", "--name", "mine")).Run().Succeeded();

        var docker = JsonNode.Parse(Call("oi-status", "--output", "json").Run().Succeeded().Output)!.AsArray().Single()!;
        docker["engine"]!.GetValue<string>().Should().Be("docker");
        docker["defaultRuntime"]!.GetValue<string>().Should().Be("runc");
        docker["runtimes"]!.AsArray().Select(runtime => $"{runtime!["name"]} {runtime["path"]} {runtime["interceptor"]} {runtime["becomes"]}").Should().Equal(
            "runc runc false ", $"mine {PublishedBinary.Path} true {_scratch["bin"]}/runc");
        InEtc(PublishedBinary.Call("oi-uninstall", "docker", "--name", "mine")).Run().Succeeded();
        Call("oi-status").Run().Succeeded().OutputText.Should().Be($"docker  {_scratch["bin"]}/dockerd\n  the interceptor is not registered\n");
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
