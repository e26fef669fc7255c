using Fuzz;
using Fuzz.Models;
using Fuzz.Mutation;
using Fuzz.Oracles;
using Fuzz.Running;
using Fuzz.Targets;
using OciInterceptor.Tests.Documentation;

namespace OciInterceptor.Tests.Fuzzing;

public sealed class FuzzerTests
{
    private static readonly Repository _repository = new(RepositoryTree.Root);

    public static TheoryData<string> Targets => [.. TargetList.Names];

    /// <summary>Without mutants: what the corpus has, the product must read today as well.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void No_seed_fails_and_some_are_taken(string name)
    {
        var target = TargetList.Make(name, _repository);
        var seeds = _repository.Corpus(name).ToList();

        seeds.Count.Should().BeGreaterThan(2);
        seeds.Count(target.Run).Should().BeGreaterThan(0);
    }

    /// <summary>An oracle that sees an effect everywhere would find nothing.</summary>
    [Fact]
    public void No_effect_of_a_rule_is_seen_in_a_document_that_no_rule_was_applied_to()
    {
        var document = ReferenceTree.OfToken("""
            {"hostname":"evil","annotations":{"bad":"evil"},"root":{"path":"r"},"mounts":[{"destination":"/x/../evil","type":"bind","source":"/evil","options":["rbind"]}],
            "process":{"args":["evil"],"env":["B=evil"],"user":{"uid":0},"apparmorProfile":"unconfined","capabilities":{"bounding":["CAP_SYS_ADMIN"]}},
            "linux":{"sysctl":{"net.bad":"1"},"maskedPaths":["/proc/evil"],"resources":{"unified":{"memory.max":"max"}}}}
            """);

        VisibleRules.All.Should().HaveCountGreaterThan(20);
        VisibleRules.All.Where(rule => rule.Blind(document) is null).Select(rule => rule.Name).Should().BeEmpty();
    }

    [Fact]
    public void One_seed_tries_the_same_inputs_in_the_same_order()
    {
        var (first, again, other) = (Inputs(1), Inputs(1), Inputs(2));

        first.Should().HaveCount(200);
        first.Should().Equal(again);
        first.Should().NotEqual(other);
    }

    [Fact]
    public void Failures_of_one_cause_are_of_one_kind()
    {
        var one = Failures.KindOf(Thrown("the value 17 is wrong"));

        Failures.KindOf(Thrown("the value 18 is wrong")).Should().Be(one);
        Failures.KindOf(Thrown("another thing is wrong")).Should().NotBe(one);
    }

    [Fact]
    public void A_failure_is_kept_with_the_way_to_see_it_again()
    {
        using var directory = new TemporaryDirectory();
        var failures = new Failures(directory.Path);

        failures.Save("toml", [1, 2], "kind", "report").Should().BeTrue();
        failures.Save("toml", [3], "kind", "report").Should().BeFalse("one of a kind is enough");
        failures.Save("toml", [3], "another kind", "report").Should().BeTrue();

        failures.Descriptions.Should().HaveCount(2).And.AllSatisfy(text => text.Should().Contain("build/fuzz.sh --input ").And.Contain("--target toml"));
        failures.Inputs.Should().HaveCount(2).And.ContainEquivalentOf((byte[])[1, 2]);
    }

    [Fact]
    public void A_failing_input_is_made_as_short_as_it_can_be() =>
        Minimizer.Minimize("some text with an x in it"u8.ToArray(), input => input.Contains((byte)'x'), TimeLimit.OfAProgram).Should().Equal((byte)'x');

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(7, 8)]
    [InlineData(8, 16)]
    [InlineData(127, 64)]
    [InlineData(255, 128)]
    public void Counts_of_an_edge_that_differ_little_are_one(byte count, byte bit) => EdgeMap.ClassOf(count).Should().Be(bit);

    private static OracleException Thrown(string message)
    {
        try
        {
            OracleException.Require(false, () => message);
            return new OracleException("");
        }
        catch (OracleException e)
        {
            return e;
        }
    }

    private static List<string> Inputs(int seed)
    {
        var tried = new List<string>();
        var target = new Recorder(tried);
        var fuzzer = new Fuzzer(target, ["{}"u8.ToArray()], new EdgeMap(), seed, static (_, _) => { }, static (_, _, _) => { });
        fuzzer.RunRound();
        fuzzer.RunRound();
        return tried;
    }

    // A target that only remembers.
    private sealed class Recorder(List<string> tried) : ITarget
    {
        public string Name => "recorder";

        public int InputsARound => 100;

        public IReadOnlyList<IMutator> Mutators { get; } = MutatorSet.OfJson(["word"u8.ToArray()]);

        public bool Run(byte[] input)
        {
            tried.Add(Convert.ToHexString(input));
            return true;
        }
    }
}
