using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using OciInterceptor.Commands.Testing;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Documentation;

namespace OciInterceptor.Tests.Commands.Testing;

/// <summary>A built-in profile and its tests, which are tried on other versions of it in a directory of the test.</summary>
internal sealed class MutatedProfile : IDisposable
{
    private static readonly string _profiles = Path.Combine(RepositoryTree.Root, "src/OciInterceptor/Policy/Profiles");

    private readonly TemporaryDirectory _directory = new();
    private readonly string _profile;
    private readonly TestFile _file;

    // Mistakes come in the order of the rules, and so do the tests: the next one is noticed by the same test or by one soon after it.
    private int _last;

    internal MutatedProfile(string profile)
    {
        _profile = profile;
        _file = new TestFileReader(HostReader.NoHost).Read(Path.Combine(_directory.Path, $"{profile}.test.json"), File.ReadAllBytes(Path.Combine(_profiles, $"{profile}.test.json")));
    }

    /// <summary>A built-in profile as JSON.</summary>
    internal static JsonNode Parse(string profile) =>
        JsonNode.Parse(BuiltInProfiles.Find(profile)!, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;

    /// <summary>Whether a test fails with another version of the profile, or that one cannot be read.</summary>
    internal bool Notices(string policy)
    {
        var input = new TestInput();
        File.WriteAllText(_file.PathOf($"{_profile}.json"), policy);
        var (run, tested) = (new TestRun(input, new GoldenFiles(input, isUpdate: false), coverage: null), new TestedPolicy(_file, input));
        for (var i = 0; i < _file.Tests.Length; i++)
        {
            var test = (_last + i) % _file.Tests.Length;
            if (!run.Run(_file, tested, _file.Tests[test]).IsPassed)
            {
                _last = test;
                return true;
            }
        }
        return false;
    }

    public void Dispose() => _directory.Dispose();
}
