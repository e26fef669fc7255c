using System.Diagnostics;
using System.Globalization;
using System.Text;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Crio;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Running;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Engines.Doctor;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Crio;

/// <summary>By processes that are called conmon and have its arguments: shells that wait for somebody to write into a FIFO.</summary>
public sealed class CrioTargetTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly List<Process> _started = [];

    public CrioTargetTests()
    {
        Posix.MakeFifo(_scratch["fifo"]);
        _scratch.File("wait", $": < {_scratch["fifo"]}\n");
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
        _scratch.Dispose();
    }

    private string File => _scratch["crio.conf.d/99-oi.conf"];

    private string Runtime => _scratch["oci-interceptor-oi"];

    [Theory]
    [InlineData("-c 0123456789abcdef -r {0}", "0123456789ab")]
    [InlineData("--cid 0123456789abcdef --runtime {0}", "0123456789ab")]
    [InlineData("--cid=0123456789abcdef --runtime={0}", "0123456789ab")]
    [InlineData("-s -r {0} -c short", "short")]
    [InlineData("-r {0}", null)]
    public void A_monitor_tells_its_container_and_its_runtime(string arguments, string? id)
    {
        var process = Start("conmon", arguments);

        Users().Should().Equal(id ?? process.Id.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("conmon", "-c a -r {0}-else")]
    [InlineData("conmon", "-c a")]
    [InlineData("conmon", "-c a -r")]
    [InlineData("conmon", "-c a -R={0}")]
    [InlineData("conmon", "-c a --RUNTIME={0}")]
    [InlineData("conmon", "-c a --runtimes={0}")]
    [InlineData("conmonrs", "-c a -r {0}")]
    public void Another_process_calls_no_runtime(string name, string arguments)
    {
        Start(name, arguments);

        Users().Should().BeEmpty();
    }

    [Fact]
    public void Containers_are_told_once_and_in_order()
    {
        foreach (var id in new[] { "c", "a", "b", "a" })
        {
            Start("conmon", $"-c {id} -r {{0}}");
        }
        Users().Should().Equal("a", "b", "c");
    }

    /// <summary>By the path that they are called by: a link, or what an earlier file named.</summary>
    [Theory]
    [InlineData("link")]
    [InlineData("file")]
    public void A_runtime_with_containers_is_not_taken_away(string by)
    {
        Start("conmon", "-c 0123456789abcdef -r {0}");
        var change = by == "link"
            ? new FileChange(Runtime, FileState.Absent, FileState.LinkTo("/opt/oci-interceptor"))
            : new FileChange(File, FileState.Absent, State($"[crio.runtime.runtimes.oi]\nruntime_path = '{Runtime}'\n"));

        Target().Invoking(target => target.RequireUnused(new InstallRecord("crio", "oi", File, [change]))).Should().Throw<InterceptorException>()
            .WithMessage("the runtime oi is in use: remove the containers 0123456789ab first");
    }

    [Theory]
    [InlineData("[crio.runtime.runtimes.other]\nruntime_path = '{0}'\n")]
    [InlineData("[crio.runtime.runtimes.oi]\nmonitor_path = '{0}'\n")]
    [InlineData("[x.runtime.runtimes.oi]\nruntime_path = '{0}'\n")]
    [InlineData("[crio.x.runtimes.oi]\nruntime_path = '{0}'\n")]
    [InlineData("[crio.runtime.x.oi]\nruntime_path = '{0}'\n")]
    public void Containers_of_other_runtimes_do_not_matter(string text)
    {
        Start("conmon", "-c 0123456789abcdef -r {0}");
        var installed = new InstallRecord("crio", "oi", File, [new FileChange(File, FileState.Absent, State(string.Format(null, text, Runtime)))]);

        Target().Invoking(target => target.RequireUnused(installed)).Should().NotThrow();
        Target().Invoking(target => target.RequireUnused(installed with { Changes = [] })).Should().NotThrow();
    }

    [Fact]
    public void The_file_is_checked_as_it_is_read_and_no_other()
    {
        var wrong = State("[crio.runtime\n");
        Target().Invoking(target => target.Validate(Change(File, wrong))).Should().Throw<InterceptorException>().WithMessage($"{File}:1: *");
        Target().Invoking(target => target.Validate(Change(File, FileState.Of(new byte[] { 0xFF })))).Should().Throw<InterceptorException>().WithMessage($"cannot use {File}: it is not UTF-8");
        Target().Invoking(target => target.Validate(Change("/other", wrong))).Should().NotThrow();
        Target().Invoking(target => target.Validate(Change(File, State("[crio.runtime]\n")))).Should().NotThrow();
        Target().Invoking(target => target.Validate(ChangeSet.Of([new FileChange(File, wrong, FileState.Absent)]))).Should().NotThrow();
    }

    [Fact]
    public void It_is_not_reloaded_from_here()
    {
        const string how = "To apply the change, send CRI-O SIGHUP (systemctl reload crio), or restart it: containers keep running.";
        Target().Reminder(isTakenOut: true).Should().Be(how);
        Target().Invoking(target => target.PrepareReload()).Should().Throw<InterceptorException>().WithMessage("crio cannot be reloaded from here: leave out --reload. " + how);
        Target().Invoking(target => target.Reload()).Should().Throw<InterceptorException>();
    }

    [Theory]
    [InlineData("[crio.runtime.runtimes.oi]\nruntime_type = 'oci'", true)]
    [InlineData("[crio.runtime.runtimes.other]\nruntime_type = 'oci'", false)]
    [InlineData("[crio.runtime.x.oi]\nruntime_type = 'oci'", false)]
    [InlineData("[crio.x.runtimes.oi]\nruntime_type = 'oci'", false)]
    [InlineData("[x.runtime.runtimes.oi]\nruntime_type = 'oci'", false)]
    public void A_name_that_another_file_has_is_not_taken(string text, bool isTaken)
    {
        Directory.CreateDirectory(_scratch["crio.conf.d"]);
        _scratch.File("crio.conf.d/00-a", text);
        var plan = FluentActions.Invoking(() => Target().Plan(new FileView()));
        if (isTaken)
        {
            plan.Should().Throw<InterceptorException>().WithMessage($"{_scratch["crio.conf.d/00-a"]} already has a runtime oi: choose another name with --name, or remove it");
        }
        else
        {
            plan.Should().NotThrow();
        }
    }

    /// <summary>Without the monitor's path CRI-O does not start, where conmon is not on PATH.</summary>
    [Fact]
    public void The_entry_has_what_the_default_has()
    {
        Directory.CreateDirectory(_scratch["crio.conf.d"]);
        Directory.CreateDirectory(_scratch["libexec"]);
        var crun = _scratch.Program("libexec/crun");
        _scratch.File("crio.conf", "[crio.runtime]\ndefault_runtime = 'runc'\n[crio.runtime.runtimes.crun]\nmonitor_path = '/old'\n");
        _scratch.File("crio.conf.d/10-crio.conf", $"""
            [crio.runtime]
            default_runtime = "crun"
            [crio.runtime.runtimes.crun]
            runtime_path = "{crun}"
            runtime_root = "/run/crun"
            monitor_path = "/usr/libexec/crio/conmon"
            inherit_default_runtime = true
            allowed_annotations = [
                "io.containers.trace-syscall",
            ]
            [crio.runtime.runtimes.crun.default_annotations]
            "a.b" = "c"
            """);

        var planned = Target().Plan(new FileView()).ToList();

        planned.Select(file => file.State.Target).Should().Equal(null, crun, "/opt/oci-interceptor", null);
        Encoding.UTF8.GetString(planned[^1].State.Content!.Value.Span).Should().Be("""
            # oci-interceptor oi: put here by oi-install, taken out by oi-uninstall
            [crio.runtime.runtimes.oi]
              runtime_path = "/opt/oci-interceptor-oi"
              runtime_type = "oci"
              runtime_root = "/run/crun"
              monitor_path = "/usr/libexec/crio/conmon"
              allowed_annotations = [
                "io.containers.trace-syscall",
            ]
            [crio.runtime.runtimes.oi.default_annotations]
              "a.b" = "c"
            # oci-interceptor oi: end

            """);
    }

    [Fact]
    public void Arguments_have_no_place_in_its_file()
    {
        var request = Request("--oi-env A=1") with { UsesArguments = true };

        FluentActions.Invoking(() => new CrioTarget(request, new FakeMachine(), File, isDefault: false).Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage("crio takes no arguments: leave out --args, and a profile will hold them");
    }

    [Fact]
    public void What_it_needs_is_made_before_it_is_named() =>
        new CrioTarget(Request("--oi-env A=1"), new FakeMachine(), File, isDefault: false).Plan(new FileView()).Select(file => file.Path)
            .Should().Equal("/policies/profiles/oi.json", "/opt/oci-interceptor-oi", File);

    private IEnumerable<string> Users() => new RunningContainers(new LinuxMachine("")).Find().Where(container => container.Program == Runtime).Select(container => container.ShortId);

    private CrioTarget Target() => new(Request(""), new LinuxMachine(""), File, isDefault: false);

    private static RegistrationRequest Request(string flags) =>
        new("oi", RawArguments.Of($"{flags} create").Options, "/opt/oci-interceptor", new PolicyPaths("/policies"), new FakeHost()) { SearchPath = RuntimePrograms.Runc };

    private Process Start(string name, string arguments)
    {
        var program = _scratch[name];
        if (!System.IO.File.Exists(program))
        {
            // By another process: one that this process forks meanwhile would hold the file open for writing, and nobody could execute it.
            Shell.Run("cp", ["/bin/sh", program]);
        }
        var process = Process.Start(program, [_scratch["wait"], .. string.Format(null, arguments, Runtime).Split(' ')]);
        _started.Add(process);
        while (!System.IO.File.ReadAllText($"/proc/{process.Id}/cmdline").StartsWith($"{program}\0", StringComparison.Ordinal))
        {
            Thread.Sleep(1);
        }
        return process;
    }

    private static ChangeSet Change(string path, FileState after) => ChangeSet.Of([new FileChange(path, FileState.Absent, after)]);

    private static FileState State(string text) => FileState.Of(Encoding.UTF8.GetBytes(text));
}
