using System.Text;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Podman;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Podman;

public sealed class PodmanTargetTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly FakePrograms _programs = new();

    public void Dispose()
    {
        _programs.Dispose();
        _scratch.Dispose();
    }

    private string File => _scratch["containers.conf.d/oi.conf"];

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "  runtime = \"oi\"\n")]
    public void It_gets_a_runtime_and_a_default_where_it_is_wanted(bool isDefault, string table) =>
        Text(Target(isDefault).Plan(new FileView()).Single().State).Should().Be($"""
            # oci-interceptor oi: put here by oi-install, taken out by oi-uninstall
            [engine]
            {table}  runtime_supports_json = ["crun", "runc", "kata", "runsc", "youki", "krun", "ocijail", "oi"]

            [engine.runtimes]
              oi = ["/opt/oci-interceptor"]
            # oci-interceptor oi: end

            """);

    /// <summary>Podman decides by a runtime's name what it can do: ours can do what the one behind it can.</summary>
    [Theory]
    [InlineData("", "", "runc", "runtime_supports_json", "crun runc kata runsc youki krun ocijail oi")]
    [InlineData("[engine]\nruntime = 'crun'", "", "crun", "runtime_supports_json", "crun runc kata runsc youki krun ocijail oi")]
    [InlineData("[engine]\nruntime = 'crun'", "", "crun", "runtime_supports_nocgroup", "crun krun oi")]
    [InlineData("[engine]\nruntime = 'crun'", "", "crun", "runtime_supports_nocgroups", "crun krun oi")]
    [InlineData("[engine]\nruntime = 'fast'\n[engine.runtimes]\nfast = ['/none', '{0}/crun']", "", "crun", "runtime_supports_nocgroups", null)]
    [InlineData("[engine]\nruntime = 'fast'\nruntime_supports_kvm = ['fast']\n[engine.runtimes]\nfast = ['/none', '{0}/crun']", "", "crun", "runtime_supports_kvm", "fast oi")]
    [InlineData("[engine]\nruntime = 'crun'\nruntime_supports_nocgroups = ['a']", "", "crun", "runtime_supports_nocgroups", null)]
    [InlineData("[engine]\nruntime = 'crun'\nruntime_supports_nocgroups = ['a']", "[engine]\nruntime_supports_nocgroups = ['crun', {{append=true}}]", "crun", "runtime_supports_nocgroups", "a crun oi")]
    [InlineData("[engine]\nruntime = 'crun'\nruntime_supports_nocgroups = ['crun']", "[engine]\nruntime_supports_nocgroups = ['b', {{append=false}}]", "crun", "runtime_supports_nocgroups", null)]
    [InlineData("[engine]\nruntime = 'runc'", "[engine]\nruntime = '{0}/crun'", "crun", "runtime_supports_nocgroups", "crun krun oi")]
    public void It_can_do_what_the_runtime_behind_it_can(string main, string dropIn, string runtime, string list, string? names)
    {
        Directory.CreateDirectory(_scratch["containers.conf.d"]);
        _programs.Add("crun", "");
        _scratch.File("containers.conf", string.Format(null, main, _programs.Path));
        _scratch.File("containers.conf.d/a.conf", string.Format(null, dropIn, _programs.Path));
        var target = Target();

        var planned = target.Plan(new FileView()).ToList();

        target.Runtime!.Path.Should().Be(runtime == "runc" ? $"{RuntimePrograms.Runc}/runc" : _programs["crun"]);
        planned.Where(file => file.Path == "/policies/profiles/oi.runtime").Select(file => file.State.Target).Should().Equal(runtime == "runc" ? [] : [_programs["crun"]]);
        TomlReader.Read(Text(planned[^1].State), "f").Where(entry => entry.Is("engine", list)).Select(entry => string.Join(' ', entry.Texts)).Should().Equal(names is null ? [] : [names]);
    }

    [Fact]
    public void Flags_that_a_runtime_has_by_its_name_are_for_ours_too()
    {
        Directory.CreateDirectory(_scratch["containers.conf.d"]);
        _scratch.File("containers.conf", "[engine.runtimes_flags]\nrunc = [\n  'debug', # all of it\n]\ncrun = ['x']\n");

        Text(Target().Plan(new FileView()).Single().State).Should().Contain("\n[engine.runtimes_flags]\n  oi = [\n  'debug', # all of it\n]\n# oci-interceptor oi: end\n");
    }

    [Theory]
    [InlineData("['runc']", true)]
    [InlineData("['runc', 'oi']", false)]
    [InlineData("['crun']", false)]
    [InlineData("['runc', {append=true}]", false)]
    public void A_list_that_is_read_later_must_have_the_name(string list, bool isRefused)
    {
        Directory.CreateDirectory(_scratch["containers.conf.d"]);
        _scratch.File("containers.conf.d/z.conf", $"[engine]\nruntime_supports_json = {list}\n");
        var plan = FluentActions.Invoking(() => Target().Plan(new FileView()).ToList());
        if (isRefused)
        {
            plan.Should().Throw<InterceptorException>().WithMessage(
                $"{_scratch["containers.conf.d/z.conf"]}:2 sets runtime_supports_json and is read after {File}: add \"oi\" to that list, or choose a name with --name that is read later");
        }
        else
        {
            plan.Should().NotThrow();
        }
    }

    [Fact]
    public void Without_runc_it_becomes_crun_and_says_so()
    {
        var target = Target(path: RuntimePrograms.Crun);

        target.Plan(new FileView()).Select(file => (file.Path, file.State.Target)).Take(2).Should().Equal(
            ("/policies/profiles/oi.json", null), ("/policies/profiles/oi.runtime", $"{RuntimePrograms.Crun}/crun"));
        target.Runtime!.Line.Should().Be($"The runtime behind oi is {RuntimePrograms.Crun}/crun: it is the engine's own default.");
        target.Runtime.IsNotable.Should().BeTrue();
    }

    [Fact]
    public void Without_any_runtime_nothing_is_registered() =>
        FluentActions.Invoking(() => Target(path: "/none").Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage("no runc here: install it, or name another runtime with --oi-runtime-path");

    [Fact]
    public void A_default_that_is_missing_is_an_error()
    {
        Directory.CreateDirectory(_scratch["containers.conf.d"]);
        _scratch.File("containers.conf", "[engine]\nruntime = 'youki'\n");

        FluentActions.Invoking(() => Target().Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage($"{_scratch["containers.conf"]} has the default runtime youki, but youki is missing on PATH: install it, or name a runtime with --oi-runtime-path");
    }

    /// <summary>The profile's link does not exist yet, and the program would find no runc.</summary>
    [Fact]
    public void A_new_file_is_checked_with_the_runtime_where_that_is_another()
    {
        _programs.Add("crun", "");
        _programs.Add("podman", $"[ \"$CONTAINERS_CONF\" = /dev/null ] || cp \"$CONTAINERS_CONF\" \"$0.text\"\necho oi {_programs["crun"]}");
        var target = Target(path: _programs.Path);
        _ = target.Plan(new FileView()).ToList();

        target.Validate(New(target.Target));

        System.IO.File.ReadAllText(_programs["podman.text"]).Should().Contain($"  oi = [\"{_programs["crun"]}\"]\n");
    }

    [Theory]
    [InlineData("containers.conf", "[engine.runtimes]\noi = ['/x']", true)]
    [InlineData("containers.conf", "[engine]\nruntimes.oi = ['/x']", true)]
    [InlineData("containers.conf.d/a.conf", "[engine.runtimes]\noi = ['/x']", true)]
    [InlineData("containers.conf.d/a.toml", "[engine.runtimes]\noi = ['/x']", false)]
    [InlineData("containers.conf", "[engine.runtimes]\nother = ['/x']", false)]
    [InlineData("containers.conf", "[engine.x]\noi = ['/x']", false)]
    [InlineData("containers.conf", "[x.runtimes]\noi = ['/x']", false)]
    public void A_name_that_another_file_has_is_not_taken(string name, string text, bool isTaken)
    {
        Directory.CreateDirectory(_scratch["containers.conf.d"]);
        _scratch.File(name, text);
        var plan = FluentActions.Invoking(() => Target().Plan(new FileView()));
        if (isTaken)
        {
            plan.Should().Throw<InterceptorException>().WithMessage($"{_scratch[name]} already has a runtime oi: choose another name with --name, or remove it");
        }
        else
        {
            plan.Should().NotThrow();
        }
    }

    /// <summary>The link does not exist yet, so podman is asked about its target.</summary>
    [Theory]
    [InlineData(null, "/opt/oci-interceptor")]
    [InlineData("/opt/wrap", "/opt/wrap")]
    public void A_new_file_is_checked_with_the_program(string? wrapper, string program)
    {
        _programs.Add("podman", $"[ \"$CONTAINERS_CONF\" = /dev/null ] || cp \"$CONTAINERS_CONF\" \"$0.text\"\necho oi {program}");
        var target = Target(wrapper: wrapper);

        target.Validate(New(target.Target));

        System.IO.File.ReadAllText(_programs["podman.text"]).Should().Contain($"  oi = [\"{program}\"]\n");
        _programs.Calls("podman").Should().HaveCount(2);
    }

    [Fact]
    public void What_it_does_not_take_is_an_error()
    {
        _programs.Add("podman", "echo crun /usr/bin/crun");

        Target().Invoking(target => target.Validate(New(target.Target))).Should().Throw<InterceptorException>().WithMessage("podman would not find the runtime oi: crun /usr/bin/crun");
    }

    [Fact]
    public void Only_a_new_file_is_checked()
    {
        _programs.Add("podman", "exit 1");
        var target = Target();

        target.Validate(New("/profile"));
        target.Validate(ChangeSet.Of([new FileChange(File, State("a"), State("b"))]));
        _programs.Calls("podman").Should().BeEmpty();

        target.Validate(ChangeSet.Of([new FileChange("/profile", State("a"), State("b")), new FileChange(File, FileState.Absent, State("b"))]));
        _programs.Calls("podman").Should().ContainSingle();
    }

    [Fact]
    public void Without_a_podman_nothing_is_checked()
    {
        var target = Target();

        target.Validate(New(target.Target));
        target.RequireUnused(new InstallRecord("podman", "oi", File, []));
        target.Reminder(isTakenOut: true).Should().BeNull();
    }

    [Fact]
    public void A_runtime_without_containers_is_taken_away_unless_another_file_has_chosen_it()
    {
        _programs.Add("podman", "exit 0");
        var target = Target();
        var installed = new InstallRecord("podman", "oi", File, []);
        target.RequireUnused(installed);

        _scratch.File("containers.conf", "[engine]\nruntime = 'oi'\n");
        target.Invoking(engine => engine.RequireUnused(installed)).Should().Throw<InterceptorException>()
            .WithMessage($"{_scratch["containers.conf"]}: the runtime oi is the default here, but oi-install did not make it so: choose another default first");
    }

    [Fact]
    public void A_runtime_with_containers_is_not_taken_away()
    {
        _programs.Add("podman", "if [ $1 = ps ]; then echo 0123456789abcdef; else echo 0123456789abcdef oi; fi");

        Target().Invoking(target => target.RequireUnused(new InstallRecord("podman", "oi", File, []))).Should().Throw<InterceptorException>()
            .WithMessage("the runtime oi is in use: remove the containers 0123456789ab first");
    }

    private PodmanTarget Target(bool isDefault = false, string? wrapper = null, string? path = null) => new(
        new RegistrationRequest("oi", RawArguments.Of("create").Options, "/opt/oci-interceptor", new PolicyPaths("/policies"), new FakeHost()) { SearchPath = path ?? $"{_programs.Path}:{RuntimePrograms.Runc}", Wrapper = wrapper },
        File,
        isDefault);

    private static ChangeSet New(string path) => ChangeSet.Of([new FileChange(path, FileState.Absent, State("x"))]);

    private static FileState State(string text) => FileState.Of(Encoding.UTF8.GetBytes(text));

    private static string Text(FileState state) => Encoding.UTF8.GetString(state.Content!.Value.Span);
}
