using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Start;

/// <summary>Every golden file through the published binary, without the collector and with it: the same bytes, words and exit codes.</summary>
public sealed class GoldenStartTests : IDisposable
{
    private static readonly string _testData = Path.Combine(PublishedBinary.RepositoryRoot(), "tests", "OciInterceptor.Tests", "TestData");

    private readonly Scratch _scratch = new();

    public GoldenStartTests() => File.SetUnixFileMode(_scratch.Path, (UnixFileMode)0b111_101_101);

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string> Folders() =>
        [.. new[] { "Rules", "Profiles" }.SelectMany(kind => Directory.EnumerateDirectories(Path.Combine(_testData, kind)))
            .Select(folder => Path.GetRelativePath(_testData, folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Both_starts_make_the_same_of_every_document(string folder)
    {
        var flags = Flags(folder);
        var cases = Directory.EnumerateFiles(Path.Combine(_testData, folder))
            .Select(file => Path.GetFileName(file)).Where(file => file.EndsWith(".expected.json", StringComparison.Ordinal) || file.EndsWith(".refused.txt", StringComparison.Ordinal))
            .Select(file => file.Split('.')[..^2]).Select(parts => string.Join('.', parts)).Order(StringComparer.Ordinal).ToList();
        cases.Should().NotBeEmpty();

        foreach (var name in cases)
        {
            var document = new[] { Path.Combine(_testData, folder, name + ".json"), Path.Combine(_testData, name + ".json") }.First(File.Exists);
            var without = Call(flags, name, document);
            var with = Call(["--oi-collector", .. flags], name, document);

            without.Result.ExitCode.Should().Be(with.Result.ExitCode, $"{folder}/{name}: {without.Result.ErrorText}").And.BeOneOf(0, 1);
            without.Result.ErrorText.Should().Be(with.Result.ErrorText, name);
            without.Document.Should().Be(with.Document, name);
        }
    }

    private string[] Flags(string folder)
    {
        if (Path.GetDirectoryName(folder) == "Profiles")
            return ["--oi-profile", Path.GetFileName(folder)];
        if (File.Exists(Path.Combine(_testData, folder, "flags.txt")))
            return File.ReadAllLines(Path.Combine(_testData, folder, "flags.txt"));
        File.Copy(Path.Combine(_testData, folder, "policy.json"), _scratch["policy.json"], overwrite: true);
        File.SetUnixFileMode(_scratch["policy.json"], (UnixFileMode)0b110_100_100);
        return ["--oi-config", _scratch["policy.json"]];
    }

    private (CommandResult Result, string Document) Call(string[] flags, string name, string document)
    {
        File.Copy(document, _scratch["config.json"], overwrite: true);
        string[] call = name.StartsWith("exec-", StringComparison.Ordinal) ? ["exec", "--process", _scratch["config.json"], "c1"] : ["create", "--bundle", _scratch.Path, "c1"];
        var result = PublishedBinary.Call([.. flags, "--oi-runtime-path", "/bin/true", .. call]).Run();
        return (result, File.ReadAllText(_scratch["config.json"]));
    }
}
