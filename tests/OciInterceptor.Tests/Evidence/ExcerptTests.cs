using System.Text;
using OciInterceptor.Evidence;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Evidence;

public sealed class ExcerptTests
{
    [Fact]
    public void A_text_that_fits_stays_as_it_is()
    {
        var text = new string('x', Excerpt.MaxLength);

        Excerpt.Of(text).Should().BeSameAs(text);
    }

    [Theory]
    [InlineData("x", 1024)]
    [InlineData("\"", 512)]
    [InlineData("\\", 512)]
    [InlineData("~", 1024)]
    [InlineData("é", 512)]
    [InlineData("\u07FF", 512)]
    [InlineData("\u0800", 341)]
    [InlineData("\u0080", 170)]
    [InlineData("漢", 341)]
    [InlineData("\u0001", 170)]
    [InlineData("\u202E", 170)]
    [InlineData("\uD83D\uDE00", 170)]
    public void A_longer_one_is_cut_by_its_length_in_JSON_and_told_by_length_and_digest(string character, int kept)
    {
        var text = string.Concat(Enumerable.Repeat(character, 2000));
        var bytes = Encoding.UTF8.GetBytes(text);

        Excerpt.Of(text).Should().Be($"{string.Concat(Enumerable.Repeat(character, kept))}… ({bytes.Length} bytes, sha256:{Sha256.Hex(bytes)})");
    }

    [Fact]
    public void Of_an_operation_the_paths_the_names_the_texts_and_the_numbers_are_cut()
    {
        var text = new string('x', 5000);
        var number = new string('9', 5000);
        var operation = new PatchOperation("copy", $"/annotations/{text}", Sample.Value($"{{\"{text}\":[\"{text}\",{number},\"short\",true]}}")) { From = $"/{text}" };

        var cut = Excerpt.Of(operation);

        cut.Path.Should().Be(Excerpt.Of($"/annotations/{text}"));
        cut.From.Should().Be(Excerpt.Of($"/{text}"));
        Sample.Text(cut.Value!).Should().Be($"{{\"{Excerpt.Of(text)}\":[\"{Excerpt.Of(text)}\",\"{Excerpt.Of(number)}\",\"short\",true]}}");
    }

    /// <summary>What is written is longer than what is read: a character that a terminal would obey is written as an escape.</summary>
    [Theory]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    public void A_text_of_control_characters_is_cut_by_what_is_written(string character)
    {
        static string Repeated(string character, int count) => string.Concat(Enumerable.Repeat(character, count));

        foreach (var (count, isCut) in new[] { (170, false), (171, true), (300, true) })
        {
            var text = Repeated(character, count);
            var value = (JsonArray)Excerpt.Of(new PatchOperation("add", "/a", Sample.Value($"[\"{text}\"]"))).Value!;
            ((JsonScalar)value.Items[0]).AsText().Should().Be(isCut ? Excerpt.Of(text) : text);
            Excerpt.Of(text).StartsWith(Repeated(character, Math.Min(count, 170)), StringComparison.Ordinal).Should().BeTrue();
            ReferenceEquals(Excerpt.Of(text), text).Should().Be(!isCut);
        }
    }

    [Fact]
    public void An_operation_that_fits_keeps_the_spelling_of_its_value()
    {
        var value = Sample.Value("{ \"a\": [ \"\\u0041\", 1.50 ] }");

        Sample.Text(Excerpt.Of(new PatchOperation("add", "/a", value)).Value!).Should().Be("{\"a\":[\"\\u0041\",1.50]}");
    }
}
