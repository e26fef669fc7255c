namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>The published oci-interceptor that every end-to-end test runs.</summary>
internal static class PublishedBinary
{
    public const string Variable = "OCI_INTERCEPTOR_BINARY";

    /// <summary>Looked for by each test until it is there, so that each fails with the message of <see cref="Find"/> and no other.</summary>
    public static string Path => field ??= Find();

    /// <summary>A call of the interceptor: its own flags, then the runtime's arguments.</summary>
    public static Command Call(params string[] arguments) => new(Path, arguments);

    private static string Find()
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? System.IO.Path.GetFullPath(given)
            : System.IO.Path.Combine(RepositoryRoot(), "artifacts", "oci-interceptor");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"no published binary at {path}: run build/publish.sh, or name one in {Variable}");
    }

    /// <summary>The directory of the solution.</summary>
    public static string RepositoryRoot()
    {
        for (var directory = AppContext.BaseDirectory; directory is not null; directory = System.IO.Path.GetDirectoryName(directory))
        {
            if (File.Exists(System.IO.Path.Combine(directory, "OciInterceptor.sln")))
                return directory;
        }
        throw new DirectoryNotFoundException($"OciInterceptor.sln is in no directory above {AppContext.BaseDirectory}: name the binary in {Variable}");
    }
}
