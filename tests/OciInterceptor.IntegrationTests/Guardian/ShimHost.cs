using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Guardian;

/// <summary>A machine on which Guardian's calls lead to the interceptor, called guardian-runc-shim, or to plain runc.</summary>
internal sealed class ShimHost : IDisposable
{
    private readonly List<GuardianCalls> _calls = [];

    public ShimHost()
    {
        Scratch.MakeDirectory("bin");
        Path = Scratch["bin/guardian-runc-shim"];
        Log = Scratch["shim.log"];
        File.CreateSymbolicLink(Path, PublishedBinary.Path);
    }

    public Scratch Scratch { get; } = new();

    /// <summary>The interceptor, by the name of Guardian runC Shim.</summary>
    public string Path { get; }

    public string Runc { get; } = new Command("sh", "-c", "command -v runc").Run().Succeeded().OutputText.Trim();

    public string Log { get; }

    public Command Plain(string[] arguments) => new(Runc, arguments);

    public Command Shim(string[] arguments) =>
        new Command(Path, arguments).With("GUARDIAN_RUNC_SHIM_BINARY", Runc).With("GUARDIAN_RUNC_SHIM_LOGFILE", Log);

    public GuardianCalls Calls(string name, Func<string[], Command> runtime)
    {
        var calls = new GuardianCalls(Scratch, name, runtime);
        _calls.Add(calls);
        return calls;
    }

    public Bundle Privileged(string name) => Bundle.Runnable(Scratch, ["sleep", "1000"], spec =>
        spec["process"]!["capabilities"]!["bounding"] = new JsonArray("CAP_SYS_MODULE", "CAP_MKNOD", "CAP_CHOWN"), name);

    public Bundle Unprivileged(string name, bool hasUserNamespace)
    {
        var bundle = Bundle.Runnable(Scratch, ["sleep", "1000"], spec =>
        {
            spec["process"]!["capabilities"]!["bounding"] = new JsonArray("CAP_MKNOD", "CAP_CHOWN");
            if (!hasUserNamespace)
                return;
            spec["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "user" });
            foreach (var mapping in new[] { "uidMappings", "gidMappings" })
                spec["linux"]![mapping] = new JsonArray(new JsonObject { ["containerID"] = 0, ["hostID"] = 100000, ["size"] = 65536 });
        }, name);
        if (hasUserNamespace)
            new Command("sh", "-ec", "chmod 755 \"$1\" \"$2\"; chown -R 100000:100000 \"$2/rootfs\"", "sh", Scratch.Path, bundle.Path).Run().Succeeded();
        return bundle;
    }

    /// <summary>What the log holds: each line without its time and process.</summary>
    public string[] LogMessages() => Messages(File.ReadAllText(Log));

    public static string[] Messages(string log) =>
        [.. log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 4)).Select(parts => $"{parts[1]} {parts[3]}")];

    public static string Identity(string path) => new Command("stat", "-c", "%i %y %s", path).Run().Succeeded().OutputText;

    public void Dispose()
    {
        foreach (var calls in _calls)
            calls.Remove();
        Scratch.Dispose();
    }
}
