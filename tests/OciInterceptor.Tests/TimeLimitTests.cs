using OciInterceptor.Tests.Documentation;

namespace OciInterceptor.Tests;

public sealed class TimeLimitTests
{
    [Theory]
    [InlineData("0.00 0.01 0.05 1/120 4711\n", 2, 1)]
    [InlineData("2.00 9.00 9.00 3/120 4711\n", 2, 1)]
    [InlineData("20.00 1.00 1.00 21/120 4711\n", 2, 10)]
    public void A_limit_grows_with_the_load(string load, int processors, double factor) => TimeLimit.Factor(load, processors).Should().Be(factor);

    /// <summary>A limit of its own has a test whose subject it is, and one pause between two looks.</summary>
    [Fact]
    public void Limits_come_from_one_place() =>
        RepositoryTree.Paths.Where(path => path.StartsWith("tests/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .Where(path => File.ReadAllText(Path.Combine(RepositoryTree.Root, path)).Contains(nameof(TimeSpan) + ".From", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Should().BeEquivalentTo(nameof(TimeLimit), "Eventually", "HarnessTests", "GuardedProgramTests", "ChildProgramTests", "UnixSocketTests", "FeaturesCacheTests");
}
