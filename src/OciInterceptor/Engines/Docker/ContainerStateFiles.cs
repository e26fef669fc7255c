using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Docker;

/// <summary>Reads containers from dockerd's data root, for when no dockerd is running.</summary>
internal static class ContainerStateFiles
{
    /// <summary>The names of the containers that have a runtime.</summary>
    /// <exception cref="InterceptorException">They cannot be read.</exception>
    internal static List<string> With(string runtime, string dataRoot)
    {
        var names = new List<string>();
        try
        {
            var containers = $"{dataRoot}/containers";
            foreach (var directory in Directory.Exists(containers) ? Directory.EnumerateDirectories(containers).Order(StringComparer.Ordinal) : (IEnumerable<string>)[])
            {
                var file = $"{directory}/hostconfig.json";
                if (File.Exists(file) && DockerApi.HasRuntime(JsonText.Parse(File.ReadAllBytes(file), file), runtime))
                {
                    var id = Path.GetFileName(directory);
                    names.Add(id[..Math.Min(12, id.Length)]);
                }
            }
            return names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot look for containers that use {runtime}: {Errno.Cause(e)}", e);
        }
    }
}
