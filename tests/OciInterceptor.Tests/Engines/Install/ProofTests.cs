using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Install.Proofs;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Install;

/// <summary>What is asked about a registration before it is made, and how it is called after.</summary>
public sealed class ProofTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly FakeMachine _machine = new() { OtherRuntime = "/opt/runc" };

    public void Dispose() => _scratch.Dispose();

    /// <summary>The link does not exist yet when it is asked, and the engine's PATH is not the operator's.</summary>
    [Theory]
    [InlineData("/opt/crun", "--oi-runtime-path=/opt/crun")]
    [InlineData("crun", "--oi-runtime-path=crun")]
    [InlineData("../crun", "--oi-runtime-path={0}/profiles/../crun")]
    public void The_runtime_is_that_of_the_planned_link(string target, string argument)
    {
        _machine.OtherRuntime = null;
        _machine.Runtimes[$"/links/oci-interceptor-n {string.Format(null, argument, _scratch.Path)}"] = "/opt/crun";
        var proof = Proof();

        proof.Prepare(new Registration("/links/oci-interceptor-n", [], []), [new PlannedFile(_scratch["profiles/n.json"], FileState.Of("{}"u8.ToArray())), new PlannedFile(_scratch["profiles/n.runtime"], FileState.LinkTo(target)), new PlannedFile("/links/oci-interceptor-n", FileState.LinkTo("/opt/oci-interceptor"))]);

        proof.Runtime.Should().Be("/opt/crun");
    }

    [Fact]
    public void A_wrapper_becomes_what_its_flags_say()
    {
        _machine.OtherRuntime = null;
        _machine.Runtimes["/opt/oci-interceptor --oi-runtime-path=crun --oi-env=A=1"] = "/opt/crun";
        var proof = Proof("--oi-env A=1", request => request with { Wrapper = "/scripts/n", RuntimePath = "crun" });

        proof.Prepare(new Registration("/scripts/n", [], []), []);

        proof.Runtime.Should().Be("/opt/crun");
        proof.Rules.Select(rule => rule.Name).Should().Equal("env");
    }

    [Fact]
    public void The_rules_are_those_of_the_files_and_of_the_planned_profile()
    {
        _scratch.File("config.json", """{ "rules": [{ "type": "no-new-privileges" }] }""");
        var proof = Proof();

        proof.Prepare(new Registration("/links/oci-interceptor-n", [], []), [new PlannedFile(_scratch["profiles/n.json"], FileState.Of("""{ "rules": [{ "type": "env", "default": { "A": "1" } }] }"""u8.ToArray()))]);

        proof.Rules.Select(rule => rule.Name).Should().Equal("no-new-privileges", "env");
    }

    [Fact]
    public void A_profile_is_not_planned_where_others_could_change_it()
    {
        _machine.WithDirectory(_scratch.Path);
        _machine.Untrusted[_scratch.Path] = "it is writable by group or others";

        Proof().Invoking(proof => proof.Prepare(new Registration("/links/oci-interceptor-n", [], []), [new PlannedFile(_scratch["profiles/n.json"], FileState.Of("{}"u8.ToArray()))]))
            .Should().Throw<InterceptorException>().WithMessage($"cannot make a profile in {_scratch["profiles"]}: it is writable by group or others");
    }

    [Fact]
    public void Without_a_runtime_the_cause_is_said()
    {
        _machine.OtherRuntime = "!no runc on PATH";

        Proof().Invoking(proof => proof.Prepare(new Registration("/opt/oci-interceptor", [], []), [])).Should().Throw<InterceptorException>().WithMessage("cannot register /opt/oci-interceptor: no runc on PATH");
    }

    /// <summary>Another version of this program would call what is registered again, and so on.</summary>
    [Fact]
    public void A_runtime_that_is_the_interceptor_is_refused()
    {
        _machine.WithInterceptor("/opt/runc");

        Proof().Invoking(proof => proof.Prepare(new Registration("/opt/oci-interceptor", [], []), [])).Should().Throw<InterceptorException>()
            .WithMessage("cannot register /opt/oci-interceptor: its runtime /opt/runc is the interceptor, or a script that calls it: name another with --oi-runtime-path");
    }

    [Fact]
    public void A_runtime_that_others_can_change_is_refused()
    {
        _machine.Untrusted["/opt/runc"] = "it is writable by group or others";

        Proof().Invoking(proof => proof.Prepare(new Registration("/opt/oci-interceptor", [], []), [])).Should().Throw<InterceptorException>()
            .WithMessage("cannot register /opt/oci-interceptor: its runtime /opt/runc cannot be trusted: it is writable by group or others");
    }

    [Fact]
    public void The_call_is_the_engines_by_its_PATH_with_a_whole_configuration()
    {
        var document = "";
        _machine.OnRun = (_, arguments) =>
        {
            document = arguments[1] == "oi-explain" ? File.ReadAllText(arguments[3]) : document;
            return FakeMachine.Answer(0, "runc version 1.3.3\ncommit: x\n");
        };
        var proof = Proof();

        proof.Call(new Registration("/opt/oci-interceptor", ["--oi-env=A=1"], []));

        proof.Version.Should().Be("runc version 1.3.3");
        proof.Denial.Should().BeNull();
        _machine.Calls.Should().HaveCount(2);
        _machine.Calls[0].Should().Be("PATH=/engine /opt/oci-interceptor --oi-env=A=1 --version");
        document.Should().Contain("\"ociVersion\"").And.Contain("\"mounts\"");
        Directory.EnumerateFileSystemEntries(_scratch["installed"]).Should().BeEmpty();
    }

    [Fact]
    public void The_rules_are_listed_up_to_a_number_and_by_their_mode()
    {
        Text("""{ "rules": [{ "type": "no-new-privileges", "mode": "off" }] }""").Should().Contain("\nWarning: no rule applies, ");
        Text("""{ "rules": [{ "type": "no-new-privileges", "mode": "warn" }] }""").Should().Contain("\nRules: no-new-privileges. Warning: none of them is enforced, their mode is warn.\n");
        var many = string.Join(',', Enumerable.Range(1, 14).Select(i => $$"""{ "name": "r{{i}}", "type": "no-new-privileges" }"""));
        Text($$"""{ "rules": [{{many}}] }""").Should().Contain("\nRules: r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12 and 2 more.\n");
    }

    [Fact]
    public void A_call_is_written_as_a_shell_takes_it() =>
        ProofText.CallOf(new Registration("/opt/two words/oi", ["--oi-env=A=it's", ""], [])).Should().Be("'/opt/two words/oi' '--oi-env=A=it'\\''s' ''");

    private string Text(string policy)
    {
        _scratch.File("config.json", policy);
        var proof = Proof();
        var registration = new Registration("/opt/oci-interceptor", [], []);
        proof.Prepare(registration, []);
        proof.Call(registration);
        return ProofText.Of(proof, registration, new PolicyPaths(_scratch.Path));
    }

    private RegistrationProof Proof(string flags = "", Func<RegistrationRequest, RegistrationRequest>? with = null)
    {
        Shell.Run("chmod", ["0755", _scratch.Path]);
        var request = new RegistrationRequest("n", RawArguments.Of($"{flags} create").Options, "/opt/oci-interceptor", new PolicyPaths(_scratch.Path), _machine);
        return new RegistrationProof(with?.Invoke(request) ?? request, _machine, "/engine");
    }
}
