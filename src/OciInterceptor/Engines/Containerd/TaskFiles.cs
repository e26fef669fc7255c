namespace OciInterceptor.Engines.Containerd;

/// <summary>The containers that containerd's shims run, as their directories tell without a running containerd.</summary>
internal static class TaskFiles
{
    /// <summary>The containers that call one of some programs, in the order of their names.</summary>
    /// <param name="stateDirectory">containerd's "state".</param>
    /// <param name="programs">The paths by which the shim calls them: "runtime" in the container's directory.</param>
    internal static List<string> Using(string stateDirectory, ImmutableArray<string> programs)
    {
        var tasks = $"{stateDirectory}/io.containerd.runtime.v2.task";
        var found = new List<string>();
        try
        {
            foreach (var space in Directory.Exists(tasks) ? Directory.GetDirectories(tasks) : [])
            {
                foreach (var task in Directory.GetDirectories(space))
                {
                    var file = $"{task}/runtime";
                    if (File.Exists(file) && programs.Contains(File.ReadAllText(file).Trim()))
                    {
                        found.Add($"{Path.GetFileName(space)}/{Path.GetFileName(task)}");
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot look for containers in {tasks}: {e.Message}", e);
        }
        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
