using FsCheck;
using FsCheck.Fluent;
using Fuzz.Models;
using Fuzz.Oracles;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy.Readers;
using OciInterceptor.Tests.Rules;

namespace OciInterceptor.Tests.Policy;

/// <summary>Law 5: whatever doubles a configuration has, each runtime sees the effect of a rule, or the container is refused.</summary>
public sealed class ReaderTests
{
    private static readonly IReader[] _readers = [new GoReader(), new CReader()];

    public static TheoryData<string> Names => [.. VisibleRules.All.Select(rule => rule.Name)];

    [Attack("Names that readers take differently")]
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_reader_sees_the_effect_of_a_rule(string name)
    {
        var rule = VisibleRules.All.Single(rule => rule.Name == name);
        var (seen, refused) = (0, 0);
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var document = new LookAlikes(new Random(seed)).Write();
            if (After(rule.Rule, document) is not { } after)
            {
                refused++;
                return;
            }
            seen++;
            rule.Blind(after).Should().BeNull($"all read {after.Tokens()}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500).WithQuietOnSuccess(true));
        seen.Should().BeGreaterThan(50);
        refused.Should().BeGreaterThan(50);
    }

    [Fact]
    public void The_readers_differ_where_real_ones_do()
    {
        var json = ReferenceTree.OfToken("""{"a":{"b":"1"},"A":{"c":"2"},"x\u0000y":"3","x":"4","m":{"n":"5","n\u0000":"6","n":"7"}}""");

        _readers[0].Text(_readers[0].Find(json, "a", "c")).Should().Be("2");
        _readers[1].Find(json, "a", "c").Should().BeNull();
        _readers.Select(reader => reader.Text(reader.Find(json, "x"))).Should().Equal("4", "3");
        _readers.Select(reader => reader.Entry(json, ["m"], "n")).Should().Equal("7", "5");
    }

    // Null if it is refused.
    private static ReferenceTree? After(string rule, string document)
    {
        try
        {
            return ReferenceTree.OfToken(RuleRun.On(rule, document));
        }
        catch (InterceptorException)
        {
            return null;
        }
    }
}
