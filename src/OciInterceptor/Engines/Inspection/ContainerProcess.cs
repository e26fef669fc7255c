using System.Globalization;
using System.Text;
using OciInterceptor.Engines.Running;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Inspection;

/// <summary>
/// A container's first process. Process IDs are used again: this is the process only while it has the start time that the runtime
/// noted, or, where none was noted, while its cgroup is named after the container.
/// </summary>
/// <param name="Id">The process ID.</param>
/// <param name="Start">When it was started, in clock ticks since the machine was.</param>
internal sealed record ContainerProcess(int Id, ulong Start)
{
    private const int StartField = 19; // of those after the name (proc(5), stat)

    /// <summary>Its directory in /proc.</summary>
    internal string Directory => string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}");

    /// <exception cref="InterceptorException">It is not known, has ended, or cannot be told from another.</exception>
    internal static ContainerProcess Find(IMachine machine, RunningContainer container, RuntimeState? state)
    {
        var file = container.PidFile ?? $"{container.Bundle}/init.pid";
        var id = state?.Process ?? RuntimeState.NumberIn(machine, file)
            ?? throw new InterceptorException($"cannot find the container's process: neither its runtime's state nor {file} has an ID");
        var start = StartOf(machine, id) ?? throw new InterceptorException($"the container's process {id} has ended");
        var isTheOne = state?.Start is { } noted ? noted == start : IsInCgroupOf(machine, id, container.Id);
        return isTheOne ? new ContainerProcess(id, start) : throw new InterceptorException(state?.Start is null
            ? $"cannot tell whether the process {id} is still the container's: its cgroup has another name"
            : $"the container's process {id} has ended, and another has its ID now");
    }

    /// <summary>Whether it still runs, so that what was read since it was found is its own.</summary>
    internal bool IsThere(IMachine machine) => StartOf(machine, Id) == Start;

    /// <summary>Its cgroups: the controllers of each hierarchy, with commas between them, and the path in it.</summary>
    internal static IEnumerable<(string Controllers, string Path)> Cgroups(string text) =>
        from line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let parts = line.Split(':', 3)
        where parts.Length == 3
        select (parts[1], parts[2]);

    private static bool IsInCgroupOf(IMachine machine, int id, string container) =>
        Text(machine, string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cgroup")) is { } text
            && Cgroups(text).Any(cgroup => cgroup.Path.Split('/').Any(name => IsNamedAfter(name, container)));

    /// <summary>Whether a cgroup is named after a container: ID, ENGINE-ID, ENGINE-ID.scope.</summary>
    internal static bool IsNamedAfter(string cgroup, string container)
    {
        const string scope = ".scope";
        var name = cgroup.EndsWith(scope, StringComparison.Ordinal) ? cgroup[..^scope.Length] : cgroup;
        return name == container || name.EndsWith($"-{container}", StringComparison.Ordinal);
    }

    // Null without such a process. Its name, before the fields, may have any character in it.
    private static ulong? StartOf(IMachine machine, int id) =>
        Text(machine, string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat")) is { } stat
            && stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > StartField } fields
            // A zombie has ended: it has nothing left to read.
            && fields[0] is not ("Z" or "X")
            && ulong.TryParse(fields[StartField], NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : null;

    private static string? Text(IMachine machine, string path)
    {
        try
        {
            return machine.Read(path) is { } content ? Encoding.UTF8.GetString(content) : null;
        }
        catch (InterceptorException)
        {
            // It ended between open(2) and read(2).
            return null;
        }
    }
}
