using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Install;

/// <summary>Which runtime a registration leads to, and who says so.</summary>
public sealed class RuntimeChoiceTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public RuntimeChoiceTests() => Directory.CreateDirectory(_scratch["policies/profiles"]);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_runc_on_PATH_needs_neither_a_link_nor_a_word()
    {
        var choice = Of(EngineRuntime.Stock);

        choice.Request.RuntimePath.Should().BeNull();
        choice.IsNotable.Should().BeFalse();
        choice.Line.Should().Be($"The runtime behind oi is {RuntimePrograms.Runc}/runc: it is the runc on PATH.");
    }

    [Theory]
    [InlineData("crun", "{0}/crun")]
    [InlineData("{0}/crun", "{0}/crun")]
    [InlineData("runc", null)]
    [InlineData("{1}/runc", null)]
    public void Another_default_is_what_it_becomes(string program, string? runtime)
    {
        program = string.Format(null, program, RuntimePrograms.Crun, RuntimePrograms.Runc);
        var choice = Of(new EngineRuntime("named", program, "/etc/f"));

        choice.Request.RuntimePath.Should().Be(runtime is null ? null : string.Format(null, runtime, RuntimePrograms.Crun));
        choice.Name.Should().Be("named");
        choice.Reason.Should().Be("/etc/f has it as the default");
    }

    /// <summary>Debian and Alpine have runc by two paths.</summary>
    [Fact]
    public void The_runc_on_PATH_by_another_path_needs_no_link()
    {
        File.CreateSymbolicLink(_scratch["runc"], $"{RuntimePrograms.Runc}/runc");

        Of(new EngineRuntime("named", _scratch["runc"], "/etc/f")).Request.RuntimePath.Should().BeNull();
    }

    /// <summary>A link of ours may lead to what a package put there under another name.</summary>
    [Theory]
    [InlineData("oci-interceptor", true)]
    [InlineData("oci-interceptor-x", true)]
    [InlineData("other", false)]
    public void A_program_is_the_interceptor_by_its_name(string name, bool isInterceptor)
    {
        File.CreateSymbolicLink(_scratch[name], $"{RuntimePrograms.Runc}/runc");

        RuntimeChoice.IsInterceptor(_scratch[name]).Should().Be(isInterceptor);
        RuntimeChoice.IsInterceptor(name).Should().BeFalse("it has no slash");
    }

    [Fact]
    public void What_was_asked_for_comes_first()
    {
        File.CreateSymbolicLink(_scratch["policies/runtime"], "/opt/link");
        var choice = Of(new EngineRuntime("named", "crun", "/etc/f"), request => request with { RuntimePath = "/opt/asked" });

        (choice.Request.RuntimePath, choice.Name, choice.Reason).Should().Be(("/opt/asked", "asked", "--oi-runtime-path names it"));
        Of(new EngineRuntime("named", "crun", "/etc/f"), request => request with { RuntimePath = "crun" }).Name.Should().Be("named");
    }

    /// <summary>A call follows them, whatever the engine's default is.</summary>
    [Theory]
    [InlineData("runtime", "", "")]
    [InlineData("profiles/oi.runtime", "--oi-env A=1", "")]
    [InlineData("profiles/p.runtime", "--oi-profile p", "")]
    [InlineData("profiles/p.runtime", "--oi-profile p", "runtime")]
    public void The_operators_link_comes_before_the_engines_default(string link, string flags, string another)
    {
        File.CreateSymbolicLink(_scratch[$"policies/{link}"], "/opt/link");
        if (another.Length > 0)
        {
            File.CreateSymbolicLink(_scratch[$"policies/{another}"], "/opt/another");
        }
        var choice = Of(new EngineRuntime("named", "crun", "/etc/f"), flags: flags);

        (choice.Request.RuntimePath, choice.Name, choice.Path, choice.Reason).Should().Be((null, "link", "/opt/link", $"{_scratch["policies"]}/{link} leads to it"));
    }

    [Theory]
    [InlineData("profiles/oi.runtime", "")]
    [InlineData("profiles/other.runtime", "--oi-env A=1")]
    public void A_link_that_no_call_follows_does_not_count(string link, string flags)
    {
        File.CreateSymbolicLink(_scratch[$"policies/{link}"], "/opt/link");

        Of(EngineRuntime.Stock, flags: flags).Path.Should().Be($"{RuntimePrograms.Runc}/runc");
    }

    [Theory]
    [InlineData("crun", "no runc here; crun is at {0}/crun: add --oi-runtime-path crun")]
    [InlineData("", "no runc here: install it, or name another runtime with --oi-runtime-path")]
    public void Without_a_runtime_the_way_out_is_said(string here, string message) =>
        FluentActions.Invoking(() => Of(EngineRuntime.Stock, request => request with { SearchPath = here.Length > 0 ? RuntimePrograms.Crun : "/none" }))
            .Should().Throw<InterceptorException>().WithMessage(string.Format(null, message, RuntimePrograms.Crun));

    [Theory]
    [InlineData("youki", "/etc/f has the default runtime named, but youki is missing on PATH: install it, or name a runtime with --oi-runtime-path")]
    [InlineData("/opt/youki", "/etc/f has the default runtime named, but /opt/youki is missing: install it, or name a runtime with --oi-runtime-path")]
    public void A_default_that_is_missing_is_not_replaced_in_silence(string program, string message) =>
        FluentActions.Invoking(() => Of(new EngineRuntime("named", program, "/etc/f"))).Should().Throw<InterceptorException>().WithMessage(message);

    [Fact]
    public void A_default_that_others_can_change_is_refused()
    {
        var program = _scratch.Program("open");
        File.SetUnixFileMode(program, (UnixFileMode)0b111_111_111);

        FluentActions.Invoking(() => Of(new EngineRuntime("named", program, "/etc/f"))).Should().Throw<InterceptorException>()
            .WithMessage($"cannot use the runtime {program}: it*writable by group or others*");
    }

    [Fact]
    public void A_wrapper_must_name_the_runtime_itself() =>
        FluentActions.Invoking(() => Of(new EngineRuntime("named", "crun", "/etc/f"), request => request with { Wrapper = "/opt/wrapper" })).Should().Throw<InterceptorException>()
            .WithMessage($"the wrapper would become runc, but /etc/f has the default runtime {RuntimePrograms.Crun}/crun: add --oi-runtime-path {RuntimePrograms.Crun}/crun");

    /// <summary>A second registration goes where the first one goes.</summary>
    [Theory]
    [InlineData("", null)]
    [InlineData("--oi-runtime-path={0}/crun", "{0}/crun")]
    public void A_default_that_is_the_interceptor_is_followed(string argument, string? runtime)
    {
        var first = _scratch.Program("oci-interceptor-first");
        File.CreateSymbolicLink(_scratch["by-another-name"], first);
        foreach (var program in new[] { first, _scratch["by-another-name"] })
        {
            var choice = Of(new EngineRuntime("first", program, "/etc/f") { Arguments = argument.Length == 0 ? [] : [string.Format(null, argument, RuntimePrograms.Crun)] });

            choice.Request.RuntimePath.Should().Be(runtime is null ? null : string.Format(null, runtime, RuntimePrograms.Crun));
            choice.Name.Should().Be(runtime is null ? "runc" : "crun");
        }
    }

    /// <summary>A service has another PATH than the operator.</summary>
    [Theory]
    [InlineData("{0}", null)]
    [InlineData("/none:{1}", "{0}/runc")]
    public void A_runc_that_the_engine_may_not_find_is_named_by_its_path(string engine, string? runtime)
    {
        var path = string.Format(null, engine, RuntimePrograms.Runc, RuntimePrograms.Crun);
        var choice = Of(EngineRuntime.Stock, request => request with { EnginePath = path });

        choice.Request.RuntimePath.Should().Be(runtime is null ? null : string.Format(null, runtime, RuntimePrograms.Runc));
        choice.Reason.Should().Be(runtime is null ? "it is the runc on PATH" : "it is the runc on PATH here, and the engine may have another PATH");
    }

    [Theory]
    [InlineData("--oi-env=A=1", "", "--oi-env=A=1")]
    [InlineData("--oi-env=A=1 --oi-readonly-networking-mounts", "--oi-env A=1", "--oi-readonly-networking-mounts")]
    [InlineData("--oi-env=A=1", "--oi-env A=1", null)]
    [InlineData("--oi-env=A=1", "--oi-env A=2", "--oi-env=A=1")]
    [InlineData("--oi-runtime-path=runc", "", null)]
    [InlineData("--systemd-cgroup", "", "--systemd-cgroup")]
    public void A_default_that_is_the_interceptor_is_not_replaced_by_one_with_less(string has, string flags, string? lost)
    {
        var own = new EngineRuntime("first", _scratch.Program("oci-interceptor"), "/etc/f") { Arguments = [.. has.Split(' ')] };
        var choose = FluentActions.Invoking(() => Of(own, flags: flags, isDefault: true));
        if (lost is null)
        {
            choose().Reason.Should().Be("/etc/f has the default runtime first, which is the interceptor and becomes it");
        }
        else
        {
            choose.Should().Throw<InterceptorException>()
                .WithMessage($"the default runtime first is the interceptor already, with {lost}, which oi would not have: give that to this command too, or leave out --default");
        }
        Of(own, flags: flags).Name.Should().Be("runc", "beside the default nothing is lost");
    }

    [Theory]
    [InlineData("{\"rules\":[]}", "", true)]
    [InlineData("{\"rules\":[]}", "--oi-profile first", false)]
    [InlineData(null, "", false)]
    public void A_profile_of_the_default_must_be_asked_for(string? profile, string flags, bool isRefused)
    {
        File.WriteAllText(_scratch["policies/profiles/first.json"], profile ?? System.Text.Encoding.UTF8.GetString(RequestedProfile.Of(new OciInterceptor.Call.Flags.Options())));
        var choose = FluentActions.Invoking(() => Of(new EngineRuntime("first", _scratch.Program("oci-interceptor-first"), "/etc/f"), flags: flags, isDefault: true));
        if (isRefused)
        {
            choose.Should().Throw<InterceptorException>().WithMessage("the default runtime first is the interceptor already, with --oi-profile=first, which oi would not have: *");
        }
        else
        {
            choose.Should().NotThrow();
        }
    }

    private RuntimeChoice Of(EngineRuntime own, Func<RegistrationRequest, RegistrationRequest>? change = null, string flags = "", bool isDefault = false)
    {
        var request = new RegistrationRequest("oi", RawArguments.Of($"{flags} create").Options, "/opt/oci-interceptor", new PolicyPaths(_scratch["policies"]), new FakeHost())
        {
            SearchPath = $"{RuntimePrograms.Runc}:{RuntimePrograms.Crun}",
        };
        return RuntimeChoice.Of(change?.Invoke(request) ?? request, new FileView(), own, isDefault);
    }
}
