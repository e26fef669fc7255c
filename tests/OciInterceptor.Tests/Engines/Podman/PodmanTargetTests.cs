using System.Text;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Podman;
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
    [InlineData(true, "[engine]\n  runtime = \"oi\"\n\n")]
    public void It_gets_a_runtime_and_a_default_where_it_is_wanted(bool isDefault, string table) =>
        Text(Target(isDefault).Plan(new FileView()).Single().State).Should().Be($"""
            # oci-interceptor oi: put here by oi-install, taken out by oi-uninstall
            {table}[engine.runtimes]
              oi = ["/opt/oci-interceptor"]
            # oci-interceptor oi: end

            """);

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

    private PodmanTarget Target(bool isDefault = false, string? wrapper = null) => new(
        new RegistrationRequest("oi", RawArguments.Of("create").Options, "/opt/oci-interceptor", new PolicyPaths("/policies"), new FakeHost()) { SearchPath = _programs.Path, Wrapper = wrapper },
        File,
        isDefault);

    private static ChangeSet New(string path) => ChangeSet.Of([new FileChange(path, FileState.Absent, State("x"))]);

    private static FileState State(string text) => FileState.Of(Encoding.UTF8.GetBytes(text));

    private static string Text(FileState state) => Encoding.UTF8.GetString(state.Content!.Value.Span);
}
