using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Evidence;

/// <summary>Law 9: a hostname or ID names a snapshot, whoever chose it, and is never a path.</summary>
public sealed class HostileNameTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;
    private readonly string _directory;

    public HostileNameTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        _directory = _scratch["debug"];
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>Strings as JSON spells them.</summary>
    public static TheoryData<string> HostileNames =>
    [
        "../../x", "/abs", new string('a', 64), new string('b', 400), "a\\nb", "", ".", "..", "...", "-", "ünïcödé", "a\\u0000b",
        "a b;c", "~", "%s%n", "..\\\\x", "\\ud800", "\\u002e\\u002e\\u002fx",
    ];

    [Attack("Names that lead out of a directory")]
    [Theory]
    [MemberData(nameof(HostileNames))]
    public void A_hostname_never_leads_out_of_the_directory(string hostname)
    {
        File.WriteAllText(_bundle.Document, $"{{\"hostname\": \"{hostname}\", \"mounts\": [{{\"destination\": \"/etc/hosts\"}}]}}");
        ExpectTamedNames([], "c1");
    }

    [Attack("Names that lead out of a directory")]
    [Theory]
    [InlineData("../../x")]
    [InlineData("/abs")]
    [InlineData("..")]
    public void A_container_ID_never_leads_out_of_the_directory(string id) =>
        ExpectTamedNames(["--oi-debug-name", "id"], id);

    private void ExpectTamedNames(string[] flags, string id)
    {
        var outside = Outside();
        PublishedBinary.Call([.. flags, "--oi-readonly-networking-mounts", "--oi-write-debug-output", "--oi-debug-output-dir", _directory,
            "--oi-runtime-path", _runtime.Path, "create", "--bundle", _bundle.Path, id]).Run().Succeeded();
        _runtime.WasCalled.Should().BeTrue();
        Outside().Should().Equal([.. outside.Append(_scratch["recorder.calls"]).Order(StringComparer.Ordinal)]);
        var names = Directory.GetFileSystemEntries(_directory).Select(f => Path.GetFileName(f)!).Except(["runtime_calls.log", "runtime_calls.txt"]).ToArray();
        names.Should().HaveCount(3);
        foreach (var name in names)
        {
            var match = Regex.Match(name, "^([A-Za-z0-9._-]+)_(original|parsed|modified)\\.json$");
            match.Success.Should().BeTrue("{0} is a tame name", name);
            match.Groups[1].Value.Should().NotBe(".").And.NotBe("..");
            match.Groups[1].Length.Should().BeLessThanOrEqualTo(200);
        }
    }

    /// <summary>Everything in the scratch but the debug directory, and those files elsewhere to which a name with a slash would lead.</summary>
    private string[] Outside() =>
    [
        .. Directory.GetFileSystemEntries(_scratch.Path, "*", SearchOption.AllDirectories)
            .Where(f => !(f + "/").StartsWith(_directory + "/", StringComparison.Ordinal))
            .Concat(from start in new[] { "/abs", Path.GetDirectoryName(_scratch.Path) + "/x" }
                    from stage in new[] { "original", "parsed", "modified" }
                    let file = $"{start}_{stage}.json"
                    where File.Exists(file)
                    select file)
            .Order(StringComparer.Ordinal),
    ];
}
