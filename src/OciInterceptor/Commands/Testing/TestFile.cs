using OciInterceptor.Json;

namespace OciInterceptor.Commands.Testing;

/// <summary>A file of tests as it was read.</summary>
/// <param name="Path">As messages name it.</param>
/// <param name="Policies">The policy files, relative to the test file, in their order.</param>
/// <param name="Profiles">The profiles whose rules follow.</param>
/// <param name="Tests">At least one.</param>
internal sealed record TestFile(string Path, ImmutableArray<JsonScalar> Policies, ImmutableArray<JsonScalar> Profiles, ImmutableArray<PolicyTest> Tests)
{
    /// <summary>The path of a file that the test file names.</summary>
    internal string PathOf(string name) => Beside(Path, name);

    /// <summary>A path relative to the directory of a file.</summary>
    internal static string Beside(string file, string name) =>
        name.StartsWith('/') ? name : file[..(file.LastIndexOf('/') + 1)] + name;
}
