using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>The published drofune with a state directory of its own, so that tests meet no container but theirs.</summary>
internal sealed class TeachingRuntime(Scratch scratch)
{
    public const string Warning = "drofune: WARNING: insecure on purpose. It teaches how containers are escaped from. Run nothing in it that you do not trust with this machine.\n";

    private const string Variable = "DROFUNE_BINARY";

    public static string Binary => field ??= Find();

    public string State { get; } = scratch["state"];

    public string PidFile => Path.Combine(State, "pid");

    /// <summary>`drofune run`, with options and a command.</summary>
    public Command Run(params string[] arguments) => new(Binary, ["run", "--state", State, .. arguments]);

    /// <summary>`drofune exec`, with options and a command.</summary>
    public Command Exec(params string[] arguments) => new(Binary, ["exec", "--state", State, .. arguments]);

    /// <summary>A container whose command says "ready" once it runs, and nothing for long after that.</summary>
    public RunningCommand Start(params string[] options) => StartReady([.. options, "/bin/sh", "-c", "echo ready; exec sleep 1000"]);

    /// <summary>A container whose command is given and says "ready" itself.</summary>
    public RunningCommand StartReady(params string[] arguments)
    {
        var container = Run(arguments).Start();
        Eventually.Holds("the container is ready", () => container.OutputText.Contains("ready\n") || container.HasExited);
        if (!container.HasExited)
            return container;
        using (container)
            throw new InvalidOperationException($"the container ended: {container.Wait()}");
    }

    /// <summary>Ends a container as its own last process would, and waits for its runtime.</summary>
    public CommandResult End(RunningCommand container)
    {
        new Command("kill", "-KILL", File.ReadAllText(PidFile).TrimEnd()).Run().Succeeded();
        return container.Wait();
    }

    /// <summary>Nothing of a container is on the host: no pid file, no directory, no mount, no process.</summary>
    public void ShouldHaveLeftNothing()
    {
        Directory.Exists(State).Should().BeFalse("{0} is removed", State);
        ShouldHaveNoProcess();
    }

    /// <summary>What the kernel takes away whoever was killed: processes and mounts.</summary>
    public void ShouldHaveNoProcess()
    {
        File.ReadAllLines("/proc/self/mounts").Where(line => line.Contains(State)).Should().BeEmpty();
        // A killed runtime's children get their signal with its end, and take a moment to obey.
        // The stage and the command are known by their arguments; both have the state directory's name among them.
        Eventually.Holds("no process of the container is left", () => Processes.With(State).Length == 0);
    }

    private static string Find()
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Path.Combine(PublishedBinary.RepositoryRoot(), "artifacts", "lab", "drofune");
        return File.Exists(path) ? path : throw new FileNotFoundException($"no drofune at {path}: run build/publish-drofune.sh, or name one in {Variable}");
    }
}
