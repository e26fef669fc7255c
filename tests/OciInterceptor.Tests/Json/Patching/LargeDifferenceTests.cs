using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Tests.Json.Patching;

/// <summary>
/// A container's author may give thousands of entries, which are not compared pair by pair: the ways that only such lists go.
/// </summary>
public sealed class LargeDifferenceTests
{
    private const int Count = 60_000;

    [Fact]
    public void Every_second_of_many_members_may_go()
    {
        var before = Sample.Object($"{{{Joined(i => $"\"k{i}\":{i}")}}}");

        Check(before, new JsonObject(Half(before.Members)));
    }

    [Fact]
    public void The_same_name_may_stand_there_many_times()
    {
        var before = Sample.Object($"{{{Joined(i => $"\"k\":{i}")}}}");

        Check(before, new JsonObject(Half(before.Members)));
    }

    [Fact]
    public void Many_items_may_change_and_one_come()
    {
        var before = (JsonArray)Sample.Value($"[{Joined(i => $"{{\"a\":{i}}}")}]");

        Check(before, new JsonArray([.. before.Items.Select(item => ((JsonObject)item).WithEntry("b", JsonScalar.True)), JsonScalar.Null]));
    }

    [Fact]
    public void Members_may_change_and_go_in_turn()
    {
        var before = Sample.Object($"{{{Joined(i => $"\"k{i}\":{{\"a\":{i}}}")}}}");
        var changed = Half(before.Members).Select(member => member with { Value = ((JsonObject)member.Value).WithEntry("b", JsonScalar.True) });

        Check(before, new JsonObject([.. changed]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    public void Texts_keep_their_tokens_when_most_of_the_others_go(int kept)
    {
        var before = (JsonArray)Sample.Value($"[{Joined(i => $"\"A{i}=\\u0041\"")}]");
        var texts = Enumerable.Range(0, Count).Where(i => i % kept == 0).Select(i => $"A{i}=A").ToImmutableArray();

        var after = StringArray.Of(texts, before);

        after.Items.Should().Equal(before.Items.Where((_, i) => i % kept == 0));
    }

    [Fact]
    public void Texts_keep_their_tokens_in_any_order()
    {
        var before = (JsonArray)Sample.Value($"[{Joined(i => $"\"A{i}=\\u0041\"")}]");
        var texts = Enumerable.Range(0, Count).Reverse().Select(i => $"A{i}=A").ToImmutableArray();

        StringArray.Of(texts, before).Items.Should().Equal(before.Items.Reverse());
    }

    private static string Joined(Func<int, string> item) => string.Join(',', Enumerable.Range(0, Count).Select(item));

    private static ImmutableArray<JsonMember> Half(ImmutableArray<JsonMember> members) => [.. members.Where((_, i) => i % 2 == 1)];

    private static void Check(JsonValue before, JsonValue after)
    {
        var written = DocumentPatch.Between(before, after).Splice(before.Text!.Bytes);

        // A message of all that differs would be megabytes long.
        (Encoding.UTF8.GetString(written) == Sample.Text(after)).Should().BeTrue("what is written says what was wanted");
    }
}
