using OciInterceptor.Engines.Crio;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Engines.Doctor;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Install;

/// <summary>What an installation shows and tells, by CRI-O, which has nothing to ask.</summary>
public sealed class ConfiguredEngineTests : IDisposable
{
    private const string How = "To apply the change, send CRI-O SIGHUP (systemctl reload crio), or restart it: containers keep running.\n";

    private readonly TemporaryDirectory _scratch = new();
    private readonly List<string> _shown = [];
    private readonly FakeMachine _machine = new() { OtherRuntime = "/usr/sbin/runc" };

    public void Dispose() => _scratch.Dispose();

    private string Proven => $"""
        It becomes /usr/sbin/runc (runc version 1.3.3).
        Warning: no rule applies, so containers start as they would without it: give flags or --profile, or write {_scratch["policies"]}/config.json.
        To check it by hand: {_scratch["oci-interceptor"]} oi-run -- true

        """;

    private string Config => _scratch["crio.conf.d/99-oi.conf"];

    private string[] Headlines => [.. string.Concat(_shown).Split('\n').Where(line => line.Length > 0 && line[0] is not ('+' or '-' or ' ' or '@'))];

    [Fact]
    public void A_change_is_shown_and_followed_by_how_to_apply_it()
    {
        Install().Should().Be($"crio calls {_scratch["oci-interceptor"]} for the runtime oi.\n{Proven}{How}");
        _shown.Should().ContainSingle().Which.Should().StartWith($"make {Config}\n+# oci-interceptor oi: put here").And.EndWith("+# oci-interceptor oi: end\n");
        Install().Should().Be($"There is nothing to change.\ncrio calls {_scratch["oci-interceptor"]} for the runtime oi.\n{Proven}");
        Uninstall().Should().Be(How);
        File.Exists(Config).Should().BeFalse();
    }

    [Fact]
    public void A_dry_run_says_so()
    {
        Install(isDryRun: true).Should().Be("Nothing was changed: this was a dry run.\n");
        Headlines.Should().Equal($"make {Config}");
        File.Exists(Config).Should().BeFalse();

        Install();
        Uninstall(isDryRun: true).Should().Be("Nothing was changed: this was a dry run.\n");
        File.Exists(Config).Should().BeTrue();
    }

    /// <summary>What is named is there before it is named, and until it is not.</summary>
    [Fact]
    public void What_is_made_last_goes_first()
    {
        Install("--oi-env A=1");
        Headlines.Should().Equal($"make {_scratch["policies/profiles/oi.json"]}", $"make the link {_scratch["oci-interceptor-oi"]} to {_scratch["oci-interceptor"]}", $"make {Config}");
        _shown.Clear();

        Uninstall();

        Headlines.Should().Equal($"remove {Config}", $"remove {_scratch["oci-interceptor-oi"]}", $"remove {_scratch["policies/profiles/oi.json"]}");
    }

    /// <summary>Running containers keep calling them.</summary>
    [Fact]
    public void What_an_earlier_installation_needed_stays_until_the_uninstallation()
    {
        Install("--oi-env A=1");

        Install();

        new FileInfo(_scratch["oci-interceptor-oi"]).LinkTarget.Should().Be(_scratch["oci-interceptor"]);
        File.Exists(_scratch["policies/profiles/oi.json"]).Should().BeTrue();
        File.ReadAllText(Config).Should().Contain($"\"{_scratch["oci-interceptor"]}\"");
        Uninstall();
        _scratch.Names.Should().NotContain("oci-interceptor-oi");
        File.Exists(_scratch["policies/profiles/oi.json"]).Should().BeFalse();
    }

    [Fact]
    public void It_is_taken_out_of_where_it_is()
    {
        Install();

        FluentActions.Invoking(() => new CrioEngine().Uninstall(Request("", false) with { Configuration = "/other" })).Should().Throw<InterceptorException>()
            .WithMessage($"oi is installed in {Config}, not in /other");
        new CrioEngine().Uninstall(Request("", false) with { Configuration = null }).Should().Be(How);
        File.Exists(Config).Should().BeFalse();
    }

    [Fact]
    public void Records_are_read_in_the_order_of_their_bytes()
    {
        var records = new InstallRecords(_scratch["records"]);
        records.All.IsEmpty.Should().BeTrue();
        foreach (var name in new[] { "a", "C", "b" })
        {
            records.Write(new InstallRecord("crio", name, "/f", []));
        }
        _scratch.File("records/lock");

        records.All.Select(record => record.Name).Should().Equal("C", "a", "b");
    }

    [Fact]
    public void A_lock_that_is_a_link_is_not_followed()
    {
        File.CreateSymbolicLink(_scratch["lock"], "elsewhere");

        FluentActions.Invoking(() => InstallLock.Take(_scratch.Path).Dispose()).Should().Throw<InterceptorException>().WithMessage($"cannot lock {_scratch["lock"]}: Too many levels of symbolic links");
        _scratch.Names.Should().Equal("lock");
    }

    [Fact]
    public void A_state_is_not_that_of_nothing()
    {
        FileState.Absent.Equals(null).Should().BeFalse();
        FileState.LinkTo("a").Equals(null).Should().BeFalse();
        FileState.LinkTo("a").Should().NotBe(FileState.LinkTo("b")).And.NotBe(FileState.Absent);
        FileState.Of("a"u8.ToArray()).Should().NotBe(FileState.Absent).And.NotBe(FileState.Of("b"u8.ToArray())).And.Be(FileState.Of("a"u8.ToArray()));
    }

    private string Install(string flags = "", bool isDryRun = false) => new CrioEngine().Install(Request(flags, isDryRun));

    private string Uninstall(bool isDryRun = false) => new CrioEngine().Uninstall(Request("", isDryRun));

    private InstallRequest Request(string flags, bool isDryRun) => new(
        new RegistrationRequest("oi", RawArguments.Of($"{flags} create").Options, _scratch["oci-interceptor"], new PolicyPaths(_scratch["policies"]), new FakeHost()) { SearchPath = RuntimePrograms.Runc },
        _shown.Add)
    {
        Machine = _machine,
        Configuration = Config,
        IsDryRun = isDryRun,
    };
}
