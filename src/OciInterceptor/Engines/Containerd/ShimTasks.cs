using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Containerd;

/// <summary>Reads the containers of containerd's shims from their directories, without a running containerd.</summary>
internal static class ShimTasks
{
    /// <summary>The containers that call one of some programs, in the order of their names. A container's directory has the program's path in "runtime".</summary>
    internal static List<string> Using(string stateDirectory, ImmutableArray<string> programs)
    {
        var tasks = $"{stateDirectory}/io.containerd.runtime.v2.task";
        var found = new List<string>();
        try
        {
            foreach (var space in Directories(tasks))
            {
                foreach (var task in Directories(space))
                {
                    if (Program(task) is { } program && programs.Contains(program))
                    {
                        found.Add($"{Path.GetFileName(space)}/{Path.GetFileName(task)}");
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot look for containers in {tasks}: {Errno.Cause(e)}", e);
        }
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    // Empty if the directory is missing: containers end at any time.
    private static string[] Directories(string path)
    {
        try
        {
            return Directory.GetDirectories(path);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    // Null for a task that has ended.
    private static string? Program(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/runtime").Trim();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
