using System.Text;

namespace OciInterceptor.Engines.Crio;

/// <summary>
/// Finds running containers by their monitors: a monitor's command line names the program that it calls. CRI-O itself can be
/// asked only through its API, and keeps its containers wherever the storage library is configured to.
/// </summary>
internal static class ConmonProcess
{
    private static ImmutableArray<string> RuntimeFlags => ["-r", "--runtime"];
    private static ImmutableArray<string> ContainerFlags => ["-c", "--cid"];
    private static ImmutableArray<string> BundleFlags => ["-b", "--bundle"];

    /// <summary>The containers that call one of some programs, in the order of their IDs.</summary>
    internal static List<string> Using(ImmutableArray<string> programs)
    {
        var found = new List<string>();
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (char.IsAsciiDigit(Path.GetFileName(process)[0]) && Arguments(process) is { } arguments
                && Value(arguments, RuntimeFlags) is { } program && programs.Contains(program))
            {
                var id = Value(arguments, ContainerFlags) ?? Path.GetFileName(process);
                var name = id[..Math.Min(12, id.Length)];
                // A process that a monitor has forked has the monitor's command line until it executes its own program.
                if (!found.Contains(name))
                {
                    found.Add(name);
                }
            }
        }
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>The program, the container and the bundle that a monitor's command line names; null for what it does not name.</summary>
    internal static (string? Program, string? Container, string? Bundle) Read(string[] arguments) =>
        (Value(arguments, RuntimeFlags), Value(arguments, ContainerFlags), Value(arguments, BundleFlags));

    // Null for other programs, and for processes that have ended.
    private static string[]? Arguments(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/comm") == "conmon\n" ? Encoding.UTF8.GetString(File.ReadAllBytes($"{process}/cmdline")).Split('\0') : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Written as -r PATH, --runtime PATH or --runtime=PATH.
    private static string? Value(string[] arguments, ImmutableArray<string> flags)
    {
        for (var i = 1; i < arguments.Length; i++)
        {
            foreach (var flag in flags)
            {
                if (arguments[i] == flag && i + 1 < arguments.Length)
                {
                    return arguments[i + 1];
                }
                if (arguments[i].StartsWith($"{flag}=", StringComparison.Ordinal))
                {
                    return arguments[i][(flag.Length + 1)..];
                }
            }
        }
        return null;
    }
}
