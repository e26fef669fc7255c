using System.Text.RegularExpressions;

namespace OciInterceptor.Tests.Documentation;

/// <summary>The end-to-end tests that run on each release of Debian are there: a filter that matches nothing says nothing.</summary>
public sealed class GenerationCoreTests
{
    private static readonly string[] _names =
    [
        .. File.ReadAllLines(Path.Combine(RepositoryTree.Root, "build/generation-core.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#')),
    ];

    public static TheoryData<string> Names => [.. _names];

    [Fact]
    public void There_are_some_twenty_and_each_once() => _names.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThanOrEqualTo(20).And.HaveCountLessThanOrEqualTo(25);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_is_a_test(string name)
    {
        var parts = name.Split('.');
        parts.Should().HaveCount(2);
        var texts = RepositoryTree.Types[parts[0]].ToList();
        texts.Should().HaveCount(1, "one class has the name");
        Regex.IsMatch(texts[0], $@"\[(Fact|Theory)\]((?!\bvoid\b)[\s\S])*\bvoid {Regex.Escape(parts[1])}\(").Should().BeTrue("it has such a test");
    }
}
