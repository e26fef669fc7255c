using System.Globalization;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>Replacing the binary of a host that is busy, by the lines that docs/operations.md gives.</summary>
public sealed class UpgradeTests : IDisposable
{
    private const int Upgrades = 40;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void No_call_fails_while_the_lines_of_the_page_replace_the_binary()
    {
        var binary = Path.Combine(_scratch.MakeDirectory("bin"), "oci-interceptor");
        File.Copy(PublishedBinary.Path, binary);
        var stop = _scratch["stop"];
        // Calls that become the runtime at once, and calls that need .NET for a document.
        var callers = Enumerable.Range(0, 4).Select(i =>
        {
            var bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json", string.Create(CultureInfo.InvariantCulture, $"b{i}"));
            var call = i % 2 == 0 ? "state c1" : $"--oi-readonly-networking-mounts create --bundle {bundle.Path} c1";
            return new Command("sh", "-c",
                $"calls=0; while [ ! -e {stop} ]; do {binary} --oi-runtime-path /bin/true {call} || echo \"call $calls ended with $?\"; calls=$((calls + 1)); done; echo $calls").Start();
        }).ToArray();
        try
        {
            foreach (var caller in callers)
                caller.HasExited.Should().BeFalse();
            new Command("sh", "-ec", $"i=0; while [ $i -lt {Upgrades} ]; do\n{Lines(_scratch["bin"])}\ni=$((i + 1)); sleep 0.05; done").Run().Succeeded();
        }
        finally
        {
            File.WriteAllText(stop, "");
        }

        foreach (var caller in callers)
        {
            using (caller)
            {
                var result = caller.Wait().Succeeded();
                result.ErrorText.Should().BeEmpty();
                int.Parse(result.OutputText, CultureInfo.InvariantCulture).Should().BeGreaterThan(Upgrades);
            }
        }
        Directory.GetFileSystemEntries(_scratch["bin"]).Should().Equal(binary);
    }

    /// <summary>The page's lines that put the binary into /usr/local/bin, for another directory.</summary>
    private static string Lines(string directory)
    {
        var page = File.ReadAllText(Path.Combine(PublishedBinary.RepositoryRoot(), "docs/operations.md"));
        var block = page[page.IndexOf("```sh", page.IndexOf("## Upgrading", StringComparison.Ordinal), StringComparison.Ordinal)..].Split("```")[1]["sh".Length..];
        block.Should().Contain("./oci-interceptor").And.Contain("/usr/local/bin/oci-interceptor");
        return block.Replace("./oci-interceptor", PublishedBinary.Path, StringComparison.Ordinal).Replace("/usr/local/bin", directory, StringComparison.Ordinal);
    }
}
