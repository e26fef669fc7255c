using OciInterceptor.Engines.Guardian;
using OciInterceptor.Engines.Install;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Engines.Doctor;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Guardian;

public sealed class GuardianEngineTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly List<string> _shown = [];
    private readonly FakeMachine _machine = new();

    public GuardianEngineTests()
    {
        Directory.CreateDirectory(_scratch["assets/linux/bin"]);
        Directory.CreateDirectory(_scratch["assets/bin"]);
        Shell.Run("chmod", ["-R", "0755", _scratch.Path]);
        _scratch.Program("oci-interceptor");
    }

    public void Dispose() => _scratch.Dispose();

    private string PluginFlags =>
        $"For a gdn without assets of its own: gdn server --runtime-plugin {_scratch["oci-interceptor"]} --runtime-plugin-extra-arg=--oi-profile --runtime-plugin-extra-arg=guardian-kvm";

    [Theory]
    [InlineData("assets/runc")]
    [InlineData("assets/bin/runc")]
    [InlineData("assets/linux/bin/runc")]
    public void The_runc_of_the_assets_becomes_a_link_and_comes_back(string name)
    {
        var runc = _scratch.Program(name);

        Install().Should().Be($"""
            {runc} has become a link to {_scratch["oci-interceptor"]}, and the runtime is {runc}-real.
            It becomes {runc}-real (runc version 1.3.3).
            Warning: no rule applies, so containers start as they would without it: give flags or --profile, or write {_scratch["policies"]}/config.json.
            To check it by hand: {runc} oi-run -- true

            The rules are those of {_scratch["policies"]}. For what Guardian runC Shim did besides (the profile
            guardian-kvm, and a log of each call), set in the environment of the worker, or of gdn:

              GUARDIAN_RUNC_SHIM_BINARY={runc}-real

            {PluginFlags}

            """);
        _shown.Should().Equal($"put {runc} aside as {runc}-real\nmake {runc} a link to {_scratch["oci-interceptor"]}\n");
        new FileInfo(runc).LinkTarget.Should().Be(_scratch["oci-interceptor"]);
        File.Exists(_scratch["policies/installed/lock"]).Should().BeTrue("one installation runs at a time");

        Install().Should().StartWith($"{runc} is already a link to ");
        _shown.Should().HaveCount(1);

        Uninstall().Should().Be($"{runc} is the runtime again.\n");
        _shown[1].Should().Be($"put {runc}-real back as {runc}\n");
        new FileInfo(runc).LinkTarget.Should().BeNull();
        File.Exists(runc + "-real").Should().BeFalse();
    }

    [Fact]
    public void A_policy_that_does_not_load_is_told_before_anything_is_changed()
    {
        var runc = _scratch.Program("assets/runc");
        Directory.CreateDirectory(_scratch["policies"]);
        _scratch.File("policies/config.json", "{");
        Shell.Run("chmod", ["0755", _scratch["policies"]]);

        FluentActions.Invoking(() => Install()).Should().Throw<InterceptorException>().WithMessage($"{_scratch["policies/config.json"]}:1:2: *");

        new FileInfo(runc).LinkTarget.Should().BeNull();
        _shown.Should().BeEmpty();
    }

    [Fact]
    public void A_link_through_which_no_call_works_is_taken_back()
    {
        var runc = _scratch.Program("assets/runc");
        _machine.OnRun = (_, _) => throw new IOException("Permission denied");

        FluentActions.Invoking(() => Install()).Should().Throw<InterceptorException>()
            .WithMessage($"{runc} fails when called as the engine would call it: cannot run it with --version: Permission denied");

        new FileInfo(runc).LinkTarget.Should().BeNull();
        File.Exists(runc + "-real").Should().BeFalse();
    }

    [Fact]
    public void A_dry_run_tells_and_changes_nothing()
    {
        var runc = _scratch.Program("assets/runc");

        Install(isDryRun: true).Should().StartWith($"{runc} would become a link to ");
        new FileInfo(runc).LinkTarget.Should().BeNull();
        File.Exists(runc + "-real").Should().BeFalse();
        Directory.Exists(_scratch["policies"]).Should().BeFalse("nothing is locked");

        Install();
        Uninstall(isDryRun: true).Should().Be($"{runc} would be the runtime again.\n");
        new FileInfo(runc).LinkTarget.Should().Be(_scratch["oci-interceptor"]);
        _shown.Should().HaveCount(1);
    }

    [Fact]
    public void Assets_with_another_number_of_runcs_than_one_are_refused()
    {
        var assets = _scratch["assets"];
        FluentActions.Invoking(() => Install()).Should().Throw<InterceptorException>()
            .WithMessage($"cannot find runc in Guardian's assets: looked for {assets}/runc, {assets}/bin/runc, {assets}/linux/bin/runc");

        _scratch.Program("assets/bin/runc");
        _scratch.Program("assets/linux/bin/runc");
        FluentActions.Invoking(() => Install()).Should().Throw<InterceptorException>()
            .WithMessage($"more than one runc in {assets}: name the directory of one of {assets}/bin/runc, {assets}/linux/bin/runc");
    }

    [Fact]
    public void The_assets_must_be_named() =>
        FluentActions.Invoking(() => new GuardianEngine().Uninstall(new InstallRequest(Registration(""), _shown.Add) { Machine = _machine, IsDryRun = true })).Should().Throw<InterceptorException>()
            .WithMessage($"guardian needs --assets DIR. {PluginFlags}");

    [Fact]
    public void A_link_takes_no_flags()
    {
        _scratch.Program("assets/runc");

        FluentActions.Invoking(() => new GuardianEngine().Install(new InstallRequest(Registration("--oi-env A=1"), _shown.Add) { Machine = _machine, Assets = _scratch["assets"] })).Should().Throw<InterceptorException>()
            .WithMessage("guardian takes no flags: its runc becomes a link, which takes no arguments; use policy files");
    }

    private string Install(bool isDryRun = false) => new GuardianEngine().Install(Request(isDryRun));

    private string Uninstall(bool isDryRun = false) => new GuardianEngine().Uninstall(Request(isDryRun));

    private InstallRequest Request(bool isDryRun) => new(Registration(""), _shown.Add) { Machine = _machine, Assets = _scratch["assets"], IsDryRun = isDryRun };

    private RegistrationRequest Registration(string flags) =>
        new("n", RawArguments.Of($"{flags} create").Options, _scratch["oci-interceptor"], new PolicyPaths(_scratch["policies"]), new FakeHost());
}
