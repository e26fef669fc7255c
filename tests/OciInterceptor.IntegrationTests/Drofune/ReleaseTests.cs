using System.Text;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>The teaching runtime is no part of what operators get.</summary>
public sealed class ReleaseTests
{
    [Theory]
    [InlineData("drofune")]
    [InlineData("Drofune")]
    public void The_interceptors_binary_has_no_string_of_it(string name)
    {
        var binary = File.ReadAllBytes(PublishedBinary.Path);

        binary.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)).Should().Be(-1);
        binary.AsSpan().IndexOf(Encoding.Unicode.GetBytes(name)).Should().Be(-1);
        // The same search finds what is there.
        binary.AsSpan().IndexOf("oci-interceptor"u8).Should().BePositive();
    }

    [Fact]
    public void The_release_has_these_files_and_no_others()
    {
        var root = PublishedBinary.RepositoryRoot();
        using var scratch = new Scratch();
        new Command(Path.Combine(root, "build", "package.sh"), "--binary", PublishedBinary.Path, "--output", scratch.Path)
            .With("GITHUB_REF_TYPE", "").Run().Succeeded();

        var archives = Directory.GetFiles(scratch.Path, "*.tar.gz").Select(Path.GetFileName).Order().ToArray();
        var name = archives[0]![..^".tar.gz".Length];
        archives.Should().Equal($"{name}.tar.gz");
        var entries = new Command("tar", "-tzf", scratch[$"{name}.tar.gz"]).Run().Succeeded().OutputText.TrimEnd('\n').Split('\n');
        entries.Where(entry => !entry.StartsWith($"{name}/share/", StringComparison.Ordinal)).Should().BeEquivalentTo(
            $"{name}/", $"{name}/CHANGELOG.md", $"{name}/COPYRIGHT", $"{name}/LICENSE", $"{name}/README.md", $"{name}/oci-interceptor");
        entries.Where(entry => entry.StartsWith($"{name}/share/", StringComparison.Ordinal) && entry[^1] != '/').Should().NotBeEmpty().And.AllSatisfy(entry =>
            entry[$"{name}/share/".Length..].Should().MatchRegex(@"^(man/man[157]/oci-interceptor[a-z.-]*\.[157]|bash-completion/completions/oci-interceptor|fish/vendor_completions\.d/oci-interceptor\.fish|zsh/site-functions/_oci-interceptor)$"));
    }
}
