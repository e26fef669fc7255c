using System.Text;
using Fuzz.Models;
using Fuzz.Mutation;

namespace OciInterceptor.Tests.Fuzzing;

public sealed class InputMutatorTests
{
    private static readonly byte[][] _words = ["word"u8.ToArray(), "other"u8.ToArray()];

    private static readonly byte[] _document = """{"process":{"args":["sh"],"n":1},"mounts":[{"destination":"/tmp"}]}"""u8.ToArray();

    public static TheoryData<string> Names => ["json", "bytes", "splice", "words", "lines", "arguments"];

    [Theory]
    [MemberData(nameof(Names))]
    public void One_seed_makes_one_mutant_and_never_changes_the_input(string name)
    {
        var mutator = Mutator(name);
        for (var seed = 0; seed < 500; seed++)
        {
            var input = (byte[])_document.Clone();
            var mutant = mutator.Mutate(input, [7, 8, 9], new Random(seed));

            input.Should().Equal(_document);
            mutant.Should().Equal(mutator.Mutate(input, [7, 8, 9], new Random(seed)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_not_too_little_to_mutate(string name)
    {
        for (var seed = 0; seed < 500; seed++)
        {
            FluentActions.Invoking(() => Mutator(name).Mutate([], [], new Random(seed))).Should().NotThrow();
        }
    }

    [Fact]
    public void Most_mutants_of_json_are_json_again()
    {
        var mutants = JsonMutants(2_000).ToList();

        mutants.Count(mutant => StrictJson.Accepts(mutant)).Should().BeGreaterThan(1_500);
        mutants.Count(mutant => !mutant.AsSpan().SequenceEqual(_document)).Should().BeGreaterThan(1_500);
    }

    [Theory]
    [InlineData("\"PROCESS\"")]
    [InlineData("proce\u017F\u017F")]
    [InlineData("\"process\\u0000")]
    [InlineData("\"process\\ud800")]
    [InlineData("18446744073709551615")]
    [InlineData("[[[[")]
    [InlineData("\uFEFF")]
    [InlineData("\"word\"")]
    public void What_readers_differ_in_comes_up(string part) =>
        JsonMutants(20_000).Any(mutant => mutant.AsSpan().IndexOf(Encoding.UTF8.GetBytes(part)) >= 0).Should().BeTrue();

    [Fact]
    public void A_member_is_repeated_before_and_after_itself()
    {
        var mutants = JsonMutants(20_000).Where(mutant => StrictJson.Accepts(mutant))
            .Select(mutant => ReferenceTree.Parse(mutant).Members?.Select(member => ReferenceTree.Decode(member.Name)).ToList() ?? []).ToList();

        mutants.Should().Contain(names => names.Count == 3 && names[0] == "process" && names[1] == "process");
        mutants.Should().Contain(names => names.Count == 3 && names[1] == "mounts" && names[2] == "mounts");
        mutants.Should().Contain(names => names.Count == 1);
    }

    [Fact]
    public void The_parts_of_a_text_are_its_values_and_members()
    {
        var parts = JsonPart.Of("""{ "a" /**/ : [1, "x",], "b":{}}"""u8.ToArray());

        parts.Where(part => part.IsMember).Select(part => (part.NameStart, part.NameEnd, part.Start, part.End)).Should().Equal((2, 5, 13, 22), (24, 27, 28, 30));
        parts.Select(part => (part.Start, part.End)).Should().Equal((14, 15), (17, 20), (13, 22), (28, 30), (0, 31));
        JsonPart.Of("{"u8.ToArray()).Should().BeEmpty();
    }

    [Fact]
    public void A_short_text_is_tried_in_every_spelling_in_which_readers_differ()
    {
        var variants = new JsonMutator(_words).Variants("""{"k":"s"}"""u8.ToArray()).Select(Encoding.Latin1.GetString).ToList();

        variants.Should().Contain(
        [
            "{\"K\":\"s\"}", "{\"k\":\"S\"}", "{\"\u00E2\u0084\u00AA\":\"s\"}", "{\"k\\u0000\":\"s\"}", "{\"k\":\"s\\u0000\"}", "{\"k\":\"s\\ud800\"}", "{\"\\u006b\":\"s\"}", "{\"k\":\"\\u0000s\"}",
            "{\"k\":\"s\",\"K\":null}", "{\"k\":\"s\",\"k\":\"s\"}", "{\"k\\u0000x\":\"s\",\"k\":\"s\"}", "{\"k\":\"s\u00FF\"}",
        ]);
        variants.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Arguments_are_split_at_their_ends_and_put_together_again()
    {
        ArgumentMutator.Split("a\0\0b"u8.ToArray()).Select(Encoding.ASCII.GetString).Should().Equal("a", "", "b");
        ArgumentMutator.Join(["a"u8.ToArray(), [], "b"u8.ToArray()]).Should().Equal("a\0\0b\0"u8.ToArray());
    }

    [Fact]
    public void Lines_stay_whole()
    {
        var text = "a = 1\nb = 2\nc = 3\n"u8.ToArray();
        var words = new HashSet<string>(["a = 1", "b = 2", "c = 3", "word", "other", "x"]);
        var known = 0;
        for (var seed = 0; seed < 1_000; seed++)
        {
            var lines = Encoding.ASCII.GetString(new LineMutator(_words).Mutate(text, "x\n"u8.ToArray(), new Random(seed))).Split('\n');
            known += lines.All(line => line.Length == 0 || words.Contains(line.Trim()) || line.Split('=')[0].Trim() is "a" or "b" or "c" || line.Contains("word", StringComparison.Ordinal) || line.Contains("other", StringComparison.Ordinal)) ? 1 : 0;
        }
        known.Should().Be(1_000);
    }

    private static IEnumerable<byte[]> JsonMutants(int count)
    {
        var mutator = new JsonMutator(_words);
        return Enumerable.Range(0, count).Select(seed => mutator.Mutate(_document, _document, new Random(seed)));
    }

    private static IMutator Mutator(string name) => name switch
    {
        "json" => new JsonMutator(_words),
        "bytes" => new ByteMutator(),
        "splice" => new SpliceMutator(),
        "words" => new WordMutator(_words),
        "lines" => new LineMutator(_words),
        _ => new ArgumentMutator(_words),
    };
}
