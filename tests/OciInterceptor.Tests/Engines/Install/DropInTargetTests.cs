using System.Text;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Crio;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Podman;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Engines.Doctor;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Install;

/// <summary>The files for engines that read a directory of them, and that oi-status reads them back.</summary>
public sealed class DropInTargetTests : IDisposable
{
    private const string Crio = """
        # oci-interceptor oi.1: put here by oi-install, taken out by oi-uninstall
        [crio.runtime]
          default_runtime = "oi.1"

        [crio.runtime.runtimes."oi.1"]
          runtime_path = "/opt/bin/oci-interceptor"
          runtime_type = "oci"
        # oci-interceptor oi.1: end

        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void CRIO_gets_a_table_of_its_own_and_a_default_where_it_is_wanted()
    {
        Text(MakeCrio("/etc/crio/crio.conf.d/99-oi.1.conf", isDefault: true)).Should().Be(Crio);
        Text(MakeCrio("/etc/crio/crio.conf.d/99-oi.1.conf", isDefault: false)).Should().Be(Crio.Replace("[crio.runtime]\n  default_runtime = \"oi.1\"\n\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("crio")]
    [InlineData("podman")]
    public void What_is_written_is_found_again(string engine)
    {
        DropInTarget made = engine == "crio"
            ? MakeCrio("/etc/crio/crio.conf.d/99-oi.1.conf", isDefault: true)
            : new PodmanTarget(Request, "/etc/containers/containers.conf.d/oi.1.conf", isDefault: true);
        var machine = new FakeMachine().WithProgram(engine).WithInterceptor("/opt/bin/oci-interceptor").With(made.Target, Text(made));

        EngineList.Find(machine).Should().ContainSingle().Which.Runtimes.Select(runtime => (runtime.Name, runtime.Path, runtime.Source, runtime.IsDefault, runtime.IsInterceptor)).Should().Equal(
            ("oi.1", "/opt/bin/oci-interceptor", made.Target, true, true));
    }

    [Theory]
    [InlineData("crio.conf", "[crio.runtime.runtimes.'oi.1']\nruntime_path = ''", "{0}/crio.conf already has a runtime oi.1: choose another name with --name, or remove it")]
    [InlineData("crio.conf.d/10-a.conf", "[crio.runtime]\ndefault_runtime = 'runc'", null)]
    [InlineData("crio.conf", "[crio.runtime]\ndefault_runtime = 'runc'", null)]
    [InlineData("crio.conf.d/99-Z.conf", "[crio.runtime]\ndefault_runtime = 'runc'", null)]
    [InlineData("crio.conf.d/99-z.conf", "[crio.runtime]\ndefault_runtime = 'x'", "{0}/crio.conf.d/99-z.conf sets a default runtime and is read after {0}/crio.conf.d/99-oi.1.conf: remove that setting, or leave out --default")]
    [InlineData("crio.conf.d/99-oi.1.conf", "", "{0}/crio.conf.d/99-oi.1.conf already exists and was not written by oi-install: choose another runtime name with --name")]
    public void Files_that_say_otherwise_are_an_error(string name, string text, string? message)
    {
        var path = Path.Combine(_directory.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        var plan = FluentActions.Invoking(() => Text(MakeCrio($"{_directory.Path}/crio.conf.d/99-oi.1.conf", isDefault: true)));
        if (message is null)
        {
            plan().Should().Be(Crio);
        }
        else
        {
            plan.Should().Throw<InterceptorException>().WithMessage(string.Format(null, message, _directory.Path));
        }
    }

    [Theory]
    [InlineData("[crio.runtime\ndefault_runtime = 'crun'", "1: expected \"]\"")]
    [InlineData("[crio.runtime]\ndefault_runtime = crun", "2: expected a value")]
    [InlineData("[crio.runtime]\nx = 1\ndefault_runtime = 'crun", "3: unterminated string")]
    public void A_file_that_the_engine_cannot_read_is_refused_with_its_line(string text, string fault)
    {
        File.WriteAllText(_directory["crio.conf"], text);
        Directory.CreateDirectory(_directory["crio.conf.d"]);
        foreach (var isDefault in (bool[])[true, false])
        {
            FluentActions.Invoking(() => Text(MakeCrio(_directory["crio.conf.d/99-oi.1.conf"], isDefault))).Should().Throw<InterceptorException>()
                .WithMessage($"{_directory["crio.conf"]}:{fault}: crio cannot read this file either: fix it first");
        }
    }

    [Theory]
    [InlineData("\"a\\u0062\" = 1\n")]
    [InlineData("a = { # TOML 1.1\n b = 1,\n}\n")]
    [InlineData("a = 2026-01-01 10:00:00 # when\nb = +inf\nc = 0x1F\nd = nan\ne = 2026-01-01 # day\n")]
    public void What_is_only_unknown_here_is_no_fault_of_the_file(string text)
    {
        File.WriteAllText(_directory["crio.conf"], text);
        Directory.CreateDirectory(_directory["crio.conf.d"]);
        Text(MakeCrio(_directory["crio.conf.d/99-oi.1.conf"], isDefault: true)).Should().Be(Crio);
    }

    [Fact]
    public void What_an_operator_has_added_stays()
    {
        var engine = MakeCrio("/f", isDefault: true);
        var made = new FileChange("/f", FileState.Absent, State(Crio));
        engine.TakeOut(made, State("# mine\n" + Crio + "[x]\n")).Should().Be(State("# mine\n[x]\n"));
        engine.TakeOut(made, State(Crio + "\n")).Should().Be(FileState.Absent);
        engine.IsConfiguration("/f").Should().BeTrue();
        engine.IsConfiguration("/profile").Should().BeFalse();
    }

    [Theory]
    [InlineData("\n", "\r\n")]
    [InlineData("# oci-interceptor", "#")]
    public void A_runtime_that_is_not_found_by_its_comments_is_not_left_behind_in_silence(string from, string to) =>
        FluentActions.Invoking(() => MakeCrio("/f", isDefault: true).TakeOut(new FileChange("/f", FileState.Absent, State(Crio)), State(Crio.Replace(from, to, StringComparison.Ordinal))))
            .Should().Throw<InterceptorException>().WithMessage("/f: the runtime oi.1 is *");

    [Fact]
    public void A_runtime_that_somebody_has_chosen_besides_is_not_taken_away()
    {
        var file = _directory["f"];
        var engine = MakeCrio(file, isDefault: false);
        FluentActions.Invoking(() => engine.TakeOut(new FileChange(file, FileState.Absent, State(Text(engine))), State(Text(engine) + "[crio.runtime]\ndefault_runtime = 'oi.1'\n")))
            .Should().Throw<InterceptorException>().WithMessage($"{file}: the runtime oi.1 is the default here, but oi-install did not make it so: choose another default first");
    }

    /// <summary>The engine would not start a container without one that it is to take by default.</summary>
    [Fact]
    public void A_runtime_that_another_file_has_chosen_is_not_taken_away()
    {
        Directory.CreateDirectory(Path.Combine(_directory.Path, "crio.conf.d"));
        var other = Path.Combine(_directory.Path, "crio.conf");
        var engine = MakeCrio($"{_directory.Path}/crio.conf.d/99-oi.1.conf", isDefault: false);
        var installed = new InstallRecord("crio", "oi.1", engine.Target, []);
        File.WriteAllText(other, "[crio.runtime]\ndefault_runtime = 'x'\n");
        engine.RequireUnused(installed);

        File.WriteAllText(other, "[crio.runtime]\ndefault_runtime = 'oi.1'\n");
        FluentActions.Invoking(() => engine.RequireUnused(installed)).Should().Throw<InterceptorException>()
            .WithMessage($"{other}: the runtime oi.1 is the default here, but oi-install did not make it so: choose another default first");
    }

    private static RegistrationRequest Request => new("oi.1", RawArguments.Of("create").Options, "/opt/bin/oci-interceptor", new PolicyPaths("/policies"), new FakeHost()) { SearchPath = RuntimePrograms.Runc };

    private static CrioTarget MakeCrio(string file, bool isDefault) => new(Request, new FakeMachine(), file, isDefault);

    private static string Text(DropInTarget engine) => Encoding.UTF8.GetString(engine.Plan(new FileView()).Last().State.Content!.Value.Span);

    private static FileState State(string text) => FileState.Of(Encoding.UTF8.GetBytes(text));
}
