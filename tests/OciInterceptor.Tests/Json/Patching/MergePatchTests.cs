using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Json.Patching;

public sealed class MergePatchTests
{
    // RFC 7396, appendix A.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [InlineData("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [InlineData("""{"a":"foo"}""", "null", "null")]
    [InlineData("""{"a":"foo"}""", "\"bar\"", "\"bar\"")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("[1,2]", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Passes_the_examples_of_the_RFC(string document, string patch, string expected) =>
        Sample.Text(MergePatch.Apply(Sample.Value(document), Sample.Value(patch))).Should().Be(expected);

    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":2}""")]
    [InlineData("""{"a":{"b":[1,{}]}}""", """{"a":{"b":[1,{}]}}""")]
    [InlineData("""{"a":{}}""", """{"a":{"b":null}}""")]
    [InlineData("""{"a":1}""", "{}")]
    [InlineData("""{"a":1}""", """{"b":null}""")]
    public void Gives_the_document_back_when_nothing_changes(string document, string patch)
    {
        var before = Sample.Value(document);

        MergePatch.Apply(before, Sample.Value(patch)).Should().BeSameAs(before);
    }

    [Theory]
    [InlineData("""{"a":1,"b":2,"c":3}""", """{"c":4,"d":5,"a":null}""", """{"b":2,"c":4,"d":5}""")]
    [InlineData("""{"a":null}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":1}""", """{"a":{"b":null,"c":2}}""", """{"a":{"c":2}}""")]
    [InlineData("""{"a":[1]}""", """{"a":{}}""", """{"a":{}}""")]
    [InlineData("""{"a":{"b":1,"c":{"d":2}}}""", """{"a":{"c":{"d":null}}}""", """{"a":{"b":1,"c":{}}}""")]
    [InlineData("""{"b":{"x":1},"b2":1}""", """{"b":{"x":1},"b2":2}""", """{"b":{"x":1},"b2":2}""")]
    public void Members_keep_their_places_and_new_ones_come_last(string document, string patch, string expected) =>
        Sample.Text(MergePatch.Apply(Sample.Value(document), Sample.Value(patch))).Should().Be(expected);

    [Theory]
    [InlineData("""{"b":1,"a":1,"a":2}""", """{"b":2}""", """{"b":2,"a":1,"a":2}""")]
    [InlineData("""{"a":1,"b":1,"a":2}""", """{"a":null}""", null)]
    [InlineData("""{"a":1,"b":1,"a":1}""", """{"a":1}""", null)]
    [InlineData("""{"x":{"a":1,"a":2}}""", """{"x":{"a":1}}""", null)]
    public void A_repeated_name_matters_only_when_the_patch_uses_it(string document, string patch, string? expected)
    {
        var apply = () => MergePatch.Apply(Sample.Value(document), Sample.Value(patch));
        if (expected is null)
        {
            apply.Should().Throw<InterceptorException>().WithMessage("*ambiguous*");
        }
        else
        {
            Sample.Text(apply()).Should().Be(expected);
        }
    }

    // With a copy of the whole object for each member these would be gigabytes.
    [Fact]
    public void Takes_memory_in_proportion_to_the_members()
    {
        var names = Enumerable.Range(0, 20_000).Select(i => $"k{i}").ToList();
        var patch = Sample.Value($"{{{string.Join(',', names.Select(name => $"\"{name}\":1"))}}}");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var added = MergePatch.Apply(Sample.Value("{}"), patch);
        var removed = MergePatch.Apply(added, Sample.Value($"{{{string.Join(',', names.Select(name => $"\"{name}\":null"))}}}"));

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 << 20);
        Sample.Text(added).Should().Be(Sample.Text(patch));
        Sample.Text(removed).Should().Be("{}");
    }

    [Fact]
    public void Does_not_choose_between_members_of_one_name()
    {
        var apply = () => MergePatch.Apply(Sample.Value("""{"a":1,"a":2}"""), Sample.Value("""{"a":3}"""));

        apply.Should().Throw<InterceptorException>().WithMessage("*ambiguous*");
    }
}
