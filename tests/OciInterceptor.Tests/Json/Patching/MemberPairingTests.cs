using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Tests.Json.Patching;

/// <summary>For each old member the place of the new one that continues it, or -1; and the places of those that are new.</summary>
public sealed class MemberPairingTests
{
    [Theory]
    [InlineData("", "", "", "")]
    [InlineData("", "a", "", "0")]
    [InlineData("a", "", "-1", "")]
    [InlineData("a b c", "a b c", "0 1 2", "")]
    [InlineData("a b c", "c b a", "2 1 0", "")]
    [InlineData("a b c", "b c a", "2 0 1", "")]
    [InlineData("a b c", "a c d", "0 -1 1", "2")]
    [InlineData("a b c", "d a b c", "1 2 3", "0")]
    [InlineData("a b c", "c", "-1 -1 0", "")]
    [InlineData("a", "A", "-1", "0")]
    [InlineData("\\u0061 b", "b \\u0061", "1 0", "")]
    [InlineData("\\u0061 b", "b a", "1 0", "")]
    public void Members_are_paired_by_what_their_names_say(string before, string after, string partners, string added) =>
        Check(before, after, partners, added);

    [Theory]
    [InlineData("a a", "a", "0 -1", "")]
    [InlineData("a", "a a", "0", "1")]
    [InlineData("a a b", "a b a", "0 2 1", "")]
    [InlineData("x a a", "a x a", "1 0 2", "")]
    [InlineData("a x a", "x a a", "1 0 2", "")]
    [InlineData("x a", "a x a", "1 0", "2")]
    [InlineData("a x a a", "a b a a", "0 -1 2 3", "1")]
    [InlineData("a b c a", "a a", "0 -1 -1 1", "")]
    public void Members_of_one_name_are_paired_in_their_order(string before, string after, string partners, string added) =>
        Check(before, after, partners, added);

    // Name by name this would be billions of comparisons.
    [Fact]
    public void Members_of_a_large_object_are_found_in_any_order()
    {
        const int Count = 100_000;
        var members = Sample.Object($"{{{string.Join(',', Enumerable.Range(0, Count).Select(i => $"\"k{i}\":{i}"))}}}").Members;

        var pairing = MemberPairing.Of(members, [.. members.Reverse()]);

        Enumerable.Range(0, Count).All(i => pairing.PartnerOf(i) == Count - 1 - i).Should().BeTrue("each is where the order is turned round");
        pairing.Added.Should().BeEmpty();
    }

    // In a large object names are looked up in an index.
    private static void Check(string before, string after, string partners, string added)
    {
        Pairing(before, after, 0).Should().Be((partners, added));
        for (var others = 62; others < 66; others++)
        {
            var places = Enumerable.Range(after.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, others);
            Pairing(before, after, others).Should().Be((partners, $"{added} {string.Join(' ', places)}".Trim()));
        }
    }

    private static (string Partners, string Added) Pairing(string before, string after, int others)
    {
        var (old, @new) = (Members(before, 0), Members(after, others));
        var pairing = MemberPairing.Of(old, @new);
        return (string.Join(' ', Enumerable.Range(0, old.Length).Select(pairing.PartnerOf)), string.Join(' ', pairing.Added));
    }

    private static ImmutableArray<JsonMember> Members(string names, int others)
    {
        var all = names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Concat(Enumerable.Range(0, others).Select(i => $"other{i}"));
        return Sample.Object($"{{{string.Join(',', all.Select(name => $"\"{name}\":0"))}}}").Members;
    }
}
