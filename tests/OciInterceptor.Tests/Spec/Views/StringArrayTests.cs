using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Views;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Spec.Views;

/// <summary>Texts are found in a list, and taken out of it, whether its bytes alone tell where they are or it must be decoded.</summary>
public sealed class StringArrayTests
{
    private static readonly string _long = new('x', 300);

    public static TheoryData<string, string[]> Lists => new()
    {
        { """["read","write","readv"]""", ["read"] },
        { """["read","write","readv"]""", ["rea", "ead", "rite", "readw", ""] },
        { """[ "read" , "write",	"read"  ]""", ["read", "close"] },
        { """["read"]""", ["read"] },
        { """["read"]""", ["write", "read"] },
        { """[]""", ["read"] },
        { """[]""", [] },
        { """["a"]""", [] },
        { """["\u0072ead","write"]""", ["read", "write"] },
        { """["a\"b","c"]""", ["a\"b", "b"] },
        { """["a,b","c"]""", ["b", "c"] },
        { """["a,b","c"]""", ["a,b"] },
        { """["a","b"]""", [",", "a\",\"b", "\",\""] },
        { """["","b"]""", [""] },
        { """["[","{x","b"]""", ["b", "["] },
        { """["é","b"]""", ["é", "e"] },
        { """["aé"]""", ["b"] },
        { $"[\"{_long}\",\"b\"]", [_long] },
        { $"[\"{_long}\",\"b\"]", [_long[1..], "b"] },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void Texts_are_found_and_taken_out(string list, string[] texts)
    {
        var left = Items(list).Except(texts).ToArray();
        OciInterceptor.Collections.ImmutableArray<string> wanted = [.. texts];

        StringArray.HasAny(Read(list), "names"u8, wanted).Should().Be(Items(list).Intersect(texts).Any());
        Texts(StringArray.Without(Read(list), "names"u8, wanted)).Should().Equal(Items(list).Where(item => !texts.Contains(item)));
        Texts(StringArray.Without(Made(list), "names"u8, wanted)).Distinct().Should().Equal(left);
        StringArray.HasAny(Made(list), "names"u8, wanted).Should().Be(Items(list).Intersect(texts).Any());
    }

    [Theory]
    [InlineData("""["read",1]""")]
    [InlineData("""[1,"read"]""")]
    [InlineData("""[null]""")]
    [InlineData("""[["read"],"write"]""")]
    [InlineData("""["write",{"read":"x"}]""")]
    [InlineData("""["a,b",1]""")]
    [InlineData("""[1,2,"read","write"]""")]
    public void What_is_not_a_list_of_strings_is_refused(string list)
    {
        FluentActions.Invoking(() => StringArray.HasAny(Read(list), "names"u8, ["read"])).Should().Throw<InterceptorException>().WithMessage("*\"names\" must be a list of strings, not *");
        FluentActions.Invoking(() => StringArray.Without(Read(list), "names"u8, ["read"])).Should().Throw<InterceptorException>().WithMessage("*\"names\" must be a list of strings, not *");
    }

    /// <summary>A list within a document does not begin at the document's first byte.</summary>
    [Fact]
    public void The_rest_keeps_its_spelling()
    {
        var document = Sample.Object("""{"names" : [ "a", "b",  "a" ,"c" ]}""");

        var left = StringArray.Without((JsonArray)document.Entry("names")!, "names"u8, ["a"]);

        left.Items.Should().Equal(((JsonArray)document.Entry("names")!).Items[1], ((JsonArray)document.Entry("names")!).Items[3]);
    }

    [Theory]
    [InlineData("""["a","b"]""", true)]
    [InlineData("""[ "a" ]""", true)]
    [InlineData("""[]""", false)]
    [InlineData("""["a,b"]""", false)]
    [InlineData("""["a",1]""", false)]
    [InlineData("""["a\\b"]""", false)]
    [InlineData("""[["a"]]""", false)]
    [InlineData("""[{"a":"b"}]""", false)]
    public void A_list_of_plain_words_is_known_by_its_bytes(string list, bool isOne) => Read(list).IsOfPlainWords.Should().Be(isOne);

    private static JsonArray Read(string list) => (JsonArray)Sample.Value(list);

    private static JsonArray Made(string list) => new(Read(list).Items);

    private static string[] Items(string list) => Texts(Read(list));

    private static string[] Texts(JsonArray array) => [.. array.Items.Select(item => ((JsonScalar)item).AsText())];
}
