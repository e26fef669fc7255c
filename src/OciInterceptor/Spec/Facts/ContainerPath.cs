namespace OciInterceptor.Spec.Facts;

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

    // No element is empty, "." or ".."; any element that begins with a dot is left to the slow path.
    private static bool IsClean(string path)
    {
        for (var i = 1; i < path.Length; i++)
        {
            var c = path[i];
            // Most are letters.
            if (c > '/')
            {
                continue;
            }
            if (c is '/' or '.' && path[i - 1] == '/')
            {
                return false;
            }
        }
        return path.StartsWith('/') && (path.Length == 1 || path[^1] != '/');
    }
}
