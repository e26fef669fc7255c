using System.Text.RegularExpressions;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Documentation;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed partial class MemberNamesTests
{
    [Fact]
    public void All_that_records_read_are_there()
    {
        var read = RepositoryTree.Paths.Where(path => path.StartsWith("src/OciInterceptor/Spec/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(path => Literal().Matches(File.ReadAllText(Path.Combine(RepositoryTree.Root, path))).Select(match => match.Groups[1].Value));

        MemberNames.All.Should().BeEquivalentTo(read.Distinct());
    }

    [Theory]
    [InlineData("mounts", "mounts")]
    [InlineData("nonewprivileges", "noNewPrivileges")]
    [InlineData("blockio", "blockIO")]
    [InlineData("other", null)]
    public void A_folded_name_leads_to_the_member(string folded, string? name) => MemberNames.Of(folded).Should().Be(name);

    [GeneratedRegex("\"([A-Za-z0-9]+)\"u8")]
    private static partial Regex Literal();
}
