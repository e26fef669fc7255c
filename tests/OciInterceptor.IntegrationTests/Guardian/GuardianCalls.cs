using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Guardian;

/// <summary>
/// The calls that gdn makes for one container, as recorded from one: its own log files, the process document in a pipe that can
/// be read once, and descriptors 3 to 5 that its child inherits.
/// </summary>
internal sealed class GuardianCalls(Scratch scratch, string name, Func<string[], Command> runtime)
{
    private readonly string _root = scratch.MakeDirectory(name + "-root");

    public string Handle { get; } = "oi" + Path.GetRandomFileName()[..8];

    public string Log { get; } = scratch[name + "-create.log"];

    private string ExecLog => scratch[name + "-exec.log"];

    /// <summary>Starts the container. gdn names no --root here; one that is the test's own keeps the machine's clean.</summary>
    public CommandResult Run(Bundle bundle, params string[] extraArguments) => runtime(
        ["--root", _root, "--debug", "--log", Log, "--log-format", "json", .. extraArguments,
            "run", "--detach", "--no-new-keyring", "--bundle", bundle.Path, "--pid-file", Path.Combine(bundle.Path, "pidfile"), Handle]).Run();

    public CommandResult State() => runtime(["--root", _root, "state", Handle]).Run();

    public CommandResult Stats() => runtime(["--root", _root, "events", "--stats", Handle]).Run();

    public Command Events() => runtime(["--root", _root, "events", Handle]);

    public CommandResult Delete() => runtime(["--root", _root, "--debug", "--log", Log, "--log-format", "json", "delete", "--force", Handle]).Run();

    /// <summary>A verb behind the handle is the command that joins the container.</summary>
    public CommandResult Exec(params string[] command) => runtime(["--root", _root, "exec", Handle, .. command]).Run();

    /// <summary>Runs a shell's script in the container.</summary>
    public CommandResult ExecByPipe(string script)
    {
        var document = scratch.Write(name + "-process.json", new JsonObject
        {
            ["cwd"] = "/",
            ["args"] = new JsonArray("sh", "-c", script),
            ["env"] = new JsonArray("PATH=/bin"),
            ["user"] = new JsonObject { ["uid"] = 0, ["gid"] = 0 },
        }.ToJsonString());
        File.WriteAllText(ExecLog, "");
        var call = runtime(["--root", _root, "--debug", "--log", "FD4", "--log-format", "json", "exec", "--pid-file", scratch[name + ".pid"], "-p", "FD0", Handle]);
        const string piped =
            """
            document=$1 log=$2; shift 2
            cat "$document" | sh -c 'for a; do shift; case $a in FD?) a=/proc/$$/fd/${a#FD} ;; esac; set -- "$@" "$a"; done
              exec "$@"' sh "$@" 3>/dev/null 4>>"$log" 5>/dev/null
            """;
        return (call with { Program = "sh", Name = null, Arguments = [.. new Command("", "-c", piped, "sh", document, ExecLog, call.Program).Arguments, .. call.Arguments] }).Run();
    }

    /// <summary>Removes the container whatever its state, without the interceptor.</summary>
    public void Remove() => new Command("runc", "--root", _root, "delete", "--force", Handle).Run();
}
