namespace OciInterceptor.Rules;

/// <summary>Paths inside a container, taken as text: nothing is looked up.</summary>
internal static class ContainerPath
{
    /// <summary>The absolute path without empty, "." and ".." elements, as runtimes read a mount's destination.</summary>
    internal static string? Clean(string? path)
    {
        if (path is null || IsClean(path))
        {
            return path;
        }
        var elements = new List<string>();
        foreach (var element in path.Split('/'))
        {
            if (element == "..")
            {
                elements.RemoveRange(Math.Max(elements.Count - 1, 0), Math.Min(elements.Count, 1));
            }
            else if (element.Length > 0 && element != ".")
            {
                elements.Add(element);
            }
        }
        return "/" + string.Join('/', elements);
    }

    private static bool IsClean(string path) =>
        path.StartsWith('/')
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.Contains("/.", StringComparison.Ordinal)
        && (path.Length == 1 || !path.EndsWith('/'));
}
