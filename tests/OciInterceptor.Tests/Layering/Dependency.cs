namespace OciInterceptor.Tests.Layering;

/// <summary>A source file that uses a type of another file; paths below src/OciInterceptor.</summary>
internal sealed record Dependency(string From, string To, string Type)
{
    internal string FromFolder => FolderOf(From);

    internal string ToFolder => FolderOf(To);

    public override string ToString() => $"{From} uses {Type} of {To}";

    private static string FolderOf(string file) => Path.GetDirectoryName(file)!;
}
