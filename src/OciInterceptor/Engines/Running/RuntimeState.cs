using System.Globalization;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Running;

/// <summary>What runc or crun keeps of a container: its process, when that was started, and the bundle.</summary>
/// <param name="File">The state's file.</param>
/// <param name="Process">The process ID.</param>
/// <param name="Start">When it was started, in clock ticks since the machine was (proc(5), stat); null if the state does not tell.</param>
/// <param name="Bundle">The bundle's directory; null if the state does not tell.</param>
internal sealed record RuntimeState(string File, int Process, ulong? Start, string? Bundle)
{
    /// <summary>When the runtime made it, by the clock of that moment; null if the state does not tell.</summary>
    internal DateTimeOffset? Created { get; init; }

    private const string Tasks = "/io.containerd.runtime.v2.task/";

    /// <summary>The state of a container; null if it is in no known place.</summary>
    /// <exception cref="InterceptorException">It cannot be read.</exception>
    internal static RuntimeState? Find(IMachine machine, RunningContainer container)
    {
        // An ID is part of a path here only as runtimes accept it (runc, libcontainer/factory_linux.go).
        if (container.Id is "" or "." or ".." || !container.Id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '-' or '.'))
        {
            return null;
        }
        foreach (var pattern in Patterns(container))
        {
            foreach (var file in machine.Glob(pattern))
            {
                if (machine.Read(file) is { } content && JsonText.Parse(content, file) is JsonObject json && Of(file, new RecordMembers(json)) is { } state)
                {
                    return state;
                }
            }
        }
        return null;
    }

    // Docker's shims keep it below the exec root, containerd's below containerd's own, and everybody else at the default root.
    private static IEnumerable<string> Patterns(RunningContainer container)
    {
        var roots = new List<string>();
        if (container.Bundle is { } bundle && bundle.IndexOf(Tasks, StringComparison.Ordinal) is var at && at > 0)
        {
            var (state, space) = (bundle[..at], Path.GetFileName(Path.GetDirectoryName(bundle)!));
            roots.Add($"{state}/runc/{space}");
            if (container.Engine == EngineNames.Docker)
            {
                const string daemon = "/containerd/daemon";
                roots.Add($"{(state.EndsWith(daemon, StringComparison.Ordinal) ? state[..^daemon.Length] : "/run/docker")}/runtime-*/{space}");
            }
        }
        else
        {
            roots.AddRange(["/run/runc", "/run/crun"]);
        }
        return roots.SelectMany(root => (string[])[$"{root}/{container.Id}/state.json", $"{root}/{container.Id}/status"]);
    }

    private static RuntimeState? Of(string file, RecordMembers json)
    {
        const string label = "bundle=";
        var process = json.Number("init_process_pid") ?? json.Number("pid");
        var start = json.Number("init_process_start") ?? json.Number("process-start-time");
        var labels = json.Below("config").Texts("labels") ?? [];
        var bundle = json.Text("bundle") ?? labels.FirstOrDefault(text => text.StartsWith(label, StringComparison.Ordinal))?[label.Length..];
        return process is not (> 0 and <= int.MaxValue) ? null : new RuntimeState(file, (int)process, start is > 0 ? (ulong)start : null, bundle)
        {
            Created = DateTimeOffset.TryParse(json.Text("created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created) ? created : null,
        };
    }

    /// <summary>The number in a file that a shim or a monitor wrote; null without one.</summary>
    /// <exception cref="InterceptorException">The file cannot be read.</exception>
    internal static int? NumberIn(IMachine machine, string file) =>
        machine.Read(file) is { } content && int.TryParse(System.Text.Encoding.UTF8.GetString(content).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
