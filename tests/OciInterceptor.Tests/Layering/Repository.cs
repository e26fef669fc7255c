namespace OciInterceptor.Tests.Layering;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find();

    internal static string PathOf(string name) => Path.Combine(Root, name);

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "OciInterceptor.sln")))
            {
                return directory.FullName;
            }
        }
        throw new DirectoryNotFoundException($"no OciInterceptor.sln above {AppContext.BaseDirectory}");
    }
}
