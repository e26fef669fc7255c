using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Install.Proofs;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Install;

/// <summary>What an installation asks of its engine, in which order, and what it leaves when that fails.</summary>
public sealed class InstallationTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly FakeEngine _engine;
    private string _failing = "";

    public InstallationTests() => _engine = new FakeEngine(_scratch["engine.conf"]);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_engine_is_asked_before_anything_is_written_and_reloaded_after()
    {
        Install(isReloading: true);

        _engine.Asked.Should().Equal("preflight -", "prepare -", "validate -", "show -", "call made", "reload made");
        Uninstall(isReloading: true);
        _engine.Asked.Skip(6).Should().Equal("unused made", "prepare made", "validate made", "show made", "reload -");
    }

    [Fact]
    public void Without_reloading_it_is_not_reloaded()
    {
        Install();
        Uninstall();

        _engine.Asked.Should().Equal("preflight -", "validate -", "show -", "call made", "unused made", "validate made", "show made");
    }

    [Fact]
    public void A_dry_run_asks_for_nothing_and_changes_nothing()
    {
        Install(isDryRun: true, isReloading: true).Changes.Should().HaveCount(1);
        _engine.Asked.Should().Equal("preflight -", "show -");
        Records.All.IsEmpty.Should().BeTrue();
        Directory.Exists(_scratch["records"]).Should().BeFalse();

        Install();
        Uninstall(isDryRun: true, isReloading: true).Changes.Should().HaveCount(1);
        _engine.Asked.Skip(6).Should().Equal("unused made", "show made");
        File.ReadAllText(_scratch["engine.conf"]).Should().Be("made");
        Records.All.Length.Should().Be(1);
    }

    [Fact]
    public void Nothing_to_change_is_not_asked_about()
    {
        Install();

        Install().IsEmpty.Should().BeTrue();

        _engine.Asked.Skip(4).Should().Equal("preflight made", "show made", "call made");
    }

    /// <summary>It has read the new files, or some of them, and must not go on by what is not there any more.</summary>
    [Fact]
    public void An_engine_that_refuses_the_files_is_reloaded_with_the_old_ones()
    {
        _engine.FailingReloads = 1;

        FluentActions.Invoking(() => Install(isReloading: true)).Should().Throw<InterceptorException>().WithMessage("reload 1");

        _engine.Asked.Should().Equal("preflight -", "prepare -", "validate -", "show -", "call made", "reload made", "reload -");
        File.Exists(_scratch["engine.conf"]).Should().BeFalse();
        Records.All.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void The_first_failure_is_the_one_that_is_told()
    {
        _engine.FailingReloads = 2;

        FluentActions.Invoking(() => Install(isReloading: true)).Should().Throw<InterceptorException>().WithMessage("reload 1");
        _engine.Asked.Should().EndWith(["reload made", "reload -"]);
    }

    [Fact]
    public void An_installation_that_cannot_be_renewed_stays_as_it_was()
    {
        Install();
        var before = File.ReadAllText(_scratch["records/engine-n.json"]);
        _engine.Content = "newer";
        _engine.FailingReloads = 1;

        FluentActions.Invoking(() => Install(isReloading: true)).Should().Throw<InterceptorException>();

        File.ReadAllText(_scratch["engine.conf"]).Should().Be("made");
        File.ReadAllText(_scratch["records/engine-n.json"]).Should().Be(before);
        _engine.Asked.Should().EndWith(["reload newer", "reload made"]);
    }

    [Fact]
    public void One_that_cannot_be_taken_out_stays_with_its_record()
    {
        Install();
        _engine.FailingReloads = 1;

        FluentActions.Invoking(() => Uninstall(isReloading: true)).Should().Throw<InterceptorException>().WithMessage("reload 1");

        File.ReadAllText(_scratch["engine.conf"]).Should().Be("made");
        Records.All.Length.Should().Be(1);
        _engine.Asked.Should().EndWith(["reload -", "reload made"]);
    }

    /// <summary>The record then says how to go on from there.</summary>
    [Fact]
    public void What_could_not_be_taken_back_keeps_its_record()
    {
        _engine.FailingReloads = 1;
        _engine.OnReload = () => File.WriteAllText(_scratch["engine.conf"], "somebody's");

        FluentActions.Invoking(() => Install(isReloading: true)).Should().Throw<InterceptorException>()
            .WithMessage($"reload 1; undoing the changes failed too: cannot write {_scratch["engine.conf"]}: it was changed in the meantime");

        File.ReadAllText(_scratch["engine.conf"]).Should().Be("somebody's");
        Records.All.Length.Should().Be(1);
    }

    [Fact]
    public void What_could_not_work_is_not_written()
    {
        _failing = "preflight";

        FluentActions.Invoking(() => Install(isReloading: true, isVerifying: true)).Should().Throw<InterceptorException>().WithMessage("preflight fails");

        _engine.Asked.Should().Equal("preflight -");
        File.Exists(_scratch["engine.conf"]).Should().BeFalse();
        Records.All.IsEmpty.Should().BeTrue();
    }

    /// <summary>The engine has not read anything yet.</summary>
    [Fact]
    public void What_does_not_work_when_called_is_taken_back_and_the_engine_not_reloaded()
    {
        _failing = "call";

        FluentActions.Invoking(() => Install(isReloading: true, isVerifying: true)).Should().Throw<InterceptorException>().WithMessage("call fails");

        _engine.Asked.Should().EndWith(["show -", "call made"]);
        File.Exists(_scratch["engine.conf"]).Should().BeFalse();
        Records.All.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void A_container_is_run_last_and_without_it_the_engine_gets_the_old_files_back()
    {
        Install(isReloading: true, isVerifying: true);
        _engine.Asked.Should().EndWith(["call made", "reload made", "verify made"]);
        var before = File.ReadAllText(_scratch["records/engine-n.json"]);
        _engine.Content = "newer";
        _failing = "verify";

        FluentActions.Invoking(() => Install(isReloading: true, isVerifying: true)).Should().Throw<InterceptorException>().WithMessage("verify fails");

        _engine.Asked.Should().EndWith(["reload newer", "verify newer", "reload made"]);
        File.ReadAllText(_scratch["engine.conf"]).Should().Be("made");
        File.ReadAllText(_scratch["records/engine-n.json"]).Should().Be(before);
    }

    [Fact]
    public void An_engine_that_was_not_reloaded_for_a_container_is_not_reloaded_after_it()
    {
        _failing = "verify";

        FluentActions.Invoking(() => Install(isVerifying: true)).Should().Throw<InterceptorException>().WithMessage("verify fails");

        _engine.Asked.Should().Equal("preflight -", "prepare -", "validate -", "show -", "call made", "verify made");
        File.Exists(_scratch["engine.conf"]).Should().BeFalse();
    }

    [Fact]
    public void A_name_is_installed_in_one_place_and_taken_out_once()
    {
        Install();

        var elsewhere = new Installation(new FakeEngine(_scratch["other.conf"]), "n", Records, _ => { }, new FakeProof(_ => { }));
        elsewhere.Invoking(other => other.Install(false, false)).Should().Throw<InterceptorException>()
            .WithMessage($"n is already installed with engine in {_scratch["engine.conf"]}: choose another name for {_scratch["other.conf"]} with --name");
        Uninstall();
        FluentActions.Invoking(() => Uninstall()).Should().Throw<InterceptorException>().WithMessage($"n is not installed with engine: no record of it in {_scratch["records"]}");
    }

    /// <summary>Only what an installation wrote can be in a file that somebody else has written since.</summary>
    [Fact]
    public void Of_a_file_that_it_left_absent_nothing_is_taken_out()
    {
        _scratch.File("engine.conf", "theirs");
        Records.Write(new InstallRecord("engine", "n", _scratch["engine.conf"], [new FileChange(_scratch["engine.conf"], FileState.Absent, FileState.Absent)]));

        Uninstall().IsEmpty.Should().BeTrue();

        _engine.TakenOut.Should().Be(0);
        File.ReadAllText(_scratch["engine.conf"]).Should().Be("theirs");
    }

    private InstallRecords Records => new(_scratch["records"]);

    private ChangeSet Install(bool isDryRun = false, bool isReloading = false, bool isVerifying = false) => Installation.Install(isDryRun, isReloading, isVerifying);

    private ChangeSet Uninstall(bool isDryRun = false, bool isReloading = false) => Installation.Uninstall(isDryRun, isReloading);

    private Installation Installation => new(_engine, "n", Records, _ => _engine.Note("show"), Proof);

    private FakeProof Proof => new(step =>
    {
        _engine.Note(step);
        if (step == _failing)
        {
            throw new InterceptorException($"{step} fails");
        }
    });

    /// <summary>A proof that reports each step.</summary>
    private sealed class FakeProof(Action<string> on) : IProof
    {
        public void Prepare(Registration registration, ImmutableArray<PlannedFile> planned) => on("preflight");

        public void Call(Registration registration) => on("call");

        public void Verify(IInstallTarget engine) => on("verify");
    }

    /// <summary>An engine of one file, which notes what it is asked and what the file says then.</summary>
    private sealed class FakeEngine(string file) : IInstallTarget
    {
        private int _reloads;

        public string Name => "engine";

        public string Target => file;

        internal List<string> Asked { get; } = [];

        internal string Content { get; set; } = "made";

        internal int FailingReloads { get; set; }

        internal int TakenOut { get; private set; }

        internal Action OnReload { get; set; } = () => { };

        public IEnumerable<PlannedFile> Plan(FileView files)
        {
            Registered = new Registration("/registered", [], []);
            return [new PlannedFile(file, FileState.Of(Encoding.UTF8.GetBytes(Content)))];
        }

        public bool IsConfiguration(string path) => true;

        public FileState TakeOut(FileChange made, FileState now)
        {
            TakenOut++;
            return now;
        }

        public void Validate(ChangeSet changes) => Note("validate");

        public void RequireUnused(InstallRecord installed) => Note("unused");

        public void PrepareReload() => Note("prepare");

        public void Reload()
        {
            Note("reload");
            OnReload();
            if (++_reloads <= FailingReloads)
            {
                throw new InterceptorException($"reload {_reloads}");
            }
        }

        public Registration? Registered { get; private set; }

        public void Verify(ProvingCall call)
        {
        }

        public string? Reminder(bool isTakenOut) => null;

        internal void Note(string what) => Asked.Add($"{what} {(File.Exists(file) ? File.ReadAllText(file) : "-")}");
    }
}
