using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.OnPath;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Engines.Doctor;
using OciInterceptor.Tests.Linux;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.OnPath;

/// <summary>The runc on PATH, with a dpkg that remembers one diversion.</summary>
public sealed class PathEngineTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly FakePrograms _programs = new();
    private readonly List<string> _shown = [];
    private readonly FakeMachine _machine = new();

    public PathEngineTests()
    {
        Shell.Run("chmod", ["0755", _scratch.Path]);
        _scratch.Program("runc");
        _scratch.Program("oci-interceptor");
        _programs.Add("dpkg-query", "exit 0");
        _programs.Add("dpkg-divert", "case $* in --truename*) cat \"$0.name\" 2>/dev/null || echo \"$2\" ;; *--add*) echo \"$4\" > \"$0.name\" ;; *--remove*) rm \"$0.name\" ;; esac");
    }

    public void Dispose()
    {
        _programs.Dispose();
        _scratch.Dispose();
    }

    private string Runc => _scratch["runc"];

    private bool IsLinked => new FileInfo(Runc).LinkTarget == _scratch["oci-interceptor"];

    private string[] Changes => [.. _programs.Calls("dpkg-divert").Where(call => !call.StartsWith("--truename", StringComparison.Ordinal))];

    [Fact]
    public void A_packages_runc_is_diverted_and_put_back()
    {
        Install().Should().Be($"""
            {Runc} has become a link to {_scratch["oci-interceptor"]}, and the runtime is {Runc}-real.
            dpkg puts the package's file there, also when it is upgraded.
            The rules are those of {_scratch["policies"]}.
            It becomes {Runc}-real (runc version 1.3.3).
            Warning: no rule applies, so containers start as they would without it: give flags or --profile, or write {_scratch["policies"]}/config.json.
            To check it by hand: {Runc} oi-run -- true

            """);
        _shown.Should().Equal($"divert {Runc} to {Runc}-real\nput {Runc} aside as {Runc}-real\nmake {Runc} a link to {_scratch["oci-interceptor"]}\n");
        Changes.Should().Equal($"--local --no-rename --divert {Runc}-real --add {Runc}");
        IsLinked.Should().BeTrue();
        File.Exists(_scratch["policies/installed/lock"]).Should().BeTrue("one installation runs at a time");

        Install().Should().StartWith($"{Runc} is already a link to ").And.NotContain("dpkg");
        _shown.Should().HaveCount(1);
        Changes.Should().HaveCount(1);

        File.Delete(_scratch["policies/installed/lock"]);
        Uninstall().Should().Be($"{Runc} is the runtime again.\n");
        File.Exists(_scratch["policies/installed/lock"]).Should().BeTrue();
        _shown[1].Should().Be($"put {Runc}-real back as {Runc}\ntake back the diversion of {Runc}\n");
        Changes[1..].Should().Equal($"--local --no-rename --remove {Runc}");
        IsLinked.Should().BeFalse();
        File.Exists(Runc + "-real").Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_link_through_which_no_call_works_is_taken_back_with_its_diversion(bool isOfPackage)
    {
        _programs.Add("dpkg-query", isOfPackage ? "exit 0" : "exit 1");
        _machine.OnRun = (_, _) => FakeMachine.Answer(1, "", "oci-interceptor: no\n");
        var before = Posix.Identity(Runc);

        FluentActions.Invoking(() => Install()).Should().Throw<InterceptorException>()
            .WithMessage($"{Runc} fails when called as the engine would call it: --version exits with code 1: oci-interceptor: no");

        Posix.Identity(Runc).Should().Be(before);
        File.Exists(Runc + "-real").Should().BeFalse();
        File.Exists(_programs["dpkg-divert.name"]).Should().BeFalse();
    }

    /// <summary>The program of an older installation still works.</summary>
    [Fact]
    public void A_link_that_is_replaced_by_one_that_does_not_work_comes_back()
    {
        Install();
        File.Delete(Runc);
        File.CreateSymbolicLink(Runc, _scratch["oci-interceptor-old"]);
        _machine.OnRun = (_, _) => FakeMachine.Answer(1, "", "no\n");

        FluentActions.Invoking(() => Install()).Should().Throw<InterceptorException>();

        new FileInfo(Runc).LinkTarget.Should().Be(_scratch["oci-interceptor-old"]);
        File.Exists(Runc + "-real").Should().BeTrue();
    }

    [Fact]
    public void A_script_that_calls_the_interceptor_is_not_put_aside_as_its_runtime()
    {
        _machine.With(Runc, "#!/bin/sh\nexec oci-interceptor \"$@\"\n");

        FluentActions.Invoking(() => Install()).Should().Throw<InterceptorException>()
            .WithMessage($"cannot register {Runc}: its runtime {Runc} is the interceptor, or a script that calls it: name another with --oi-runtime-path");

        IsLinked.Should().BeFalse();
        Changes.Should().BeEmpty();
    }

    [Fact]
    public void What_buildkitd_prefers_to_runc_is_told()
    {
        _scratch.Program("buildkit-runc");

        Install().Should().Contain($"\n{_scratch["buildkit-runc"]} is left as it is: a buildkitd prefers it to runc, and oi-install buildkit covers that one.\n");
    }

    [Fact]
    public void A_dry_run_tells_and_changes_nothing()
    {
        Install(isDryRun: true).Should().StartWith($"{Runc} would become a link to ").And.Contain("\ndpkg would put the package's file there, also when it is upgraded.\n");
        IsLinked.Should().BeFalse();
        Changes.Should().BeEmpty();
        File.Exists(Runc + "-real").Should().BeFalse();

        Directory.Exists(_scratch["policies"]).Should().BeFalse("nothing is locked");
        Install();
        Uninstall(isDryRun: true).Should().Be($"{Runc} would be the runtime again.\n");
        IsLinked.Should().BeTrue();
        Changes.Should().HaveCount(1);
        _shown.Should().HaveCount(1);
    }

    [Fact]
    public void A_runc_of_no_package_is_only_linked()
    {
        _programs.Add("dpkg-query", "exit 1");

        Install().Should().NotContain("dpkg");
        _shown.Should().Equal($"put {Runc} aside as {Runc}-real\nmake {Runc} a link to {_scratch["oci-interceptor"]}\n");
        IsLinked.Should().BeTrue();
        Uninstall();
        _shown[1].Should().Be($"put {Runc}-real back as {Runc}\n");
        IsLinked.Should().BeFalse();
        Changes.Should().BeEmpty();
    }

    [Fact]
    public void A_diversion_of_somebody_elses_stays()
    {
        File.WriteAllText(_programs["dpkg-divert.name"], "/else\n");

        FluentActions.Invoking(() => Install()).Should().Throw<InterceptorException>().WithMessage($"{Runc} is already diverted to /else: remove that diversion first");
        IsLinked.Should().BeFalse();
        _shown.Should().BeEmpty();
    }

    /// <summary>As on a read-only /usr, where dpkg's records can be written.</summary>
    [Fact]
    public void A_diversion_is_taken_back_if_runc_cannot_be_replaced()
    {
        InstallWithoutLinks().Should().Be($"cannot change {Runc}: Read-only file system");
        Changes.Should().Equal($"--local --no-rename --divert {Runc}-real --add {Runc}", $"--local --no-rename --remove {Runc}");
        IsLinked.Should().BeFalse();
    }

    [Fact]
    public void If_that_fails_too_both_causes_are_told()
    {
        _programs.Add("dpkg-divert", "case $* in --truename*) echo \"$2\" ;; *--remove*) echo locked >&2; exit 2 ;; esac");

        InstallWithoutLinks().Should().Be($"cannot change {Runc}: Read-only file system; undoing the changes failed too: dpkg-divert failed: locked");
    }

    /// <summary>An installation that was killed half-way has come no further.</summary>
    [Fact]
    public void A_diversion_without_a_link_is_gone_on_with_or_taken_back()
    {
        File.WriteAllText(_programs["dpkg-divert.name"], $"{Runc}-real\n");

        Uninstall(isDryRun: true).Should().Be($"{Runc} would be the runtime again.\n");
        Uninstall().Should().Be($"{Runc} is the runtime again.\n");
        _shown.Should().Equal($"take back the diversion of {Runc}\n");
        Changes.Should().Equal($"--local --no-rename --remove {Runc}");

        File.WriteAllText(_programs["dpkg-divert.name"], $"{Runc}-real\n");
        Install().Should().StartWith($"{Runc} has become a link to ");
        Changes.Should().HaveCount(1);
        IsLinked.Should().BeTrue();
    }

    [Fact]
    public void What_is_not_installed_is_not_taken_back()
    {
        FluentActions.Invoking(() => Uninstall()).Should().Throw<InterceptorException>().WithMessage($"{Runc} is not a link to the interceptor: nothing to undo");
        _shown.Should().BeEmpty();
        Changes.Should().BeEmpty();
    }

    /// <summary>Nothing is diverted for a runc that cannot be linked.</summary>
    [Fact]
    public void A_runc_that_cannot_be_trusted_is_refused_before_anything_is_changed()
    {
        Shell.Run("chmod", ["g+w", _scratch.Path]);

        FluentActions.Invoking(() => Install()).Should().Throw<InterceptorException>().WithMessage($"cannot use {_scratch.Path}: it is writable by group or others");
        _shown.Should().BeEmpty();
        Changes.Should().BeEmpty();
    }

    [Theory]
    [InlineData("--oi-config /p.json")]
    [InlineData("--oi-profile hardened")]
    [InlineData("--oi-env A=1")]
    [InlineData("--oi-log-file /l")]
    [InlineData("--oi-runtime-path crun")]
    public void A_link_takes_no_flags(string flags)
    {
        FluentActions.Invoking(() => Install(flags: flags)).Should().Throw<InterceptorException>()
            .WithMessage("path takes no flags: its runc becomes a link, which takes no arguments; use policy files");
        IsLinked.Should().BeFalse();
    }

    /// <summary>Its PATH may be another than the operator's.</summary>
    [Fact]
    public void The_runc_is_the_running_daemons()
    {
        using var other = new TemporaryDirectory();
        Shell.Run("chmod", ["0755", other.Path]);
        other.Program("runc");
        var request = Request("", isDryRun: true) with { Registration = Registration("") with { SearchPath = $"{other.Path}:{_programs.Path}" } };

        new PathEngine(() => _scratch.Path).Install(request).Should().StartWith(Runc + " would");
        new PathEngine(() => null).Install(request).Should().StartWith(other["runc"] + " would");
        new PathEngine(() => "/none").Invoking(engine => engine.Install(request)).Should().Throw<InterceptorException>().WithMessage("no runc in /none");
    }

    [Fact]
    public void A_directory_behind_a_link_is_named_by_its_own_name()
    {
        using var other = new TemporaryDirectory();
        File.CreateSymbolicLink(other["bin"], _scratch.Path);

        new PathEngine(() => other["bin"]).Install(Request("", isDryRun: true)).Should().StartWith(Runc + " would");
    }

    private string Install(bool isDryRun = false, string flags = "") => new PathEngine(() => _scratch.Path).Install(Request(flags, isDryRun));

    /// <summary>What is said where symlinkat(2) fails.</summary>
    private string? InstallWithoutLinks()
    {
        string? message = null;
        OwnThread.WhereFails(OwnThread.Call(266, 36), Errno.EROFS, () =>
        {
            try
            {
                Install();
            }
            catch (InterceptorException e)
            {
                message = e.Message;
            }
        });
        return message;
    }

    private string Uninstall(bool isDryRun = false) => new PathEngine(() => _scratch.Path).Uninstall(Request("", isDryRun));

    private InstallRequest Request(string flags, bool isDryRun) => new(Registration(flags), _shown.Add) { Machine = _machine, IsDryRun = isDryRun };

    private RegistrationRequest Registration(string flags) =>
        new("n", RawArguments.Of($"{flags} create").Options, _scratch["oci-interceptor"], new PolicyPaths(_scratch["policies"]), new FakeHost())
        {
            SearchPath = _programs.Path,
            RuntimePath = flags.StartsWith("--oi-runtime-path ", StringComparison.Ordinal) ? flags.Split(' ')[1] : null,
        };
}
