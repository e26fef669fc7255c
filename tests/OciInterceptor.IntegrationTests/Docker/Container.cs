using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>A detached container, removed at the end.</summary>
internal sealed class Container(DockerDaemon daemon, string id) : IDisposable
{
    /// <summary>A script for the first process: says that it is ready, then waits and lets traps run.</summary>
    public const string Wait = "echo ready; while :; do sleep 0.05; done";

    public string Id => id;

    /// <summary>The host's id of the container's first process.</summary>
    public int ProcessId => int.Parse(Inspect("{{.State.Pid}}"));

    public string Logs => Docker("logs").OutputText;

    /// <summary>Runs `docker VERB OPTIONS ID`.</summary>
    public CommandResult Docker(string verb, params string[] options) => daemon.Docker([verb, .. options, id]);

    public string Inspect(string format) => Docker("inspect", "--format", format).OutputText.Trim();

    /// <summary>`docker exec` of a shell script, which must exit with the code.</summary>
    public CommandResult Exec(int exitCode, string script, params string[] options) => daemon.Exited(exitCode, PrepareExec(script, options));

    /// <summary>`docker exec` of a shell script, not yet run.</summary>
    public Command PrepareExec(string script, params string[] options) => daemon.Command(["exec", .. options, id, "sh", "-c", script]);

    /// <summary>Waits for the first process to have written a line.</summary>
    public Container Says(string line)
    {
        Eventually.Holds($"the container says {line}", () => Logs.Split('\n').Contains(line));
        return this;
    }

    /// <summary>Waits for the end of the container and returns its exit code.</summary>
    public int ExitCode() => int.Parse(Docker("wait").OutputText);

    public void Dispose() => Docker("rm", "--force");
}
