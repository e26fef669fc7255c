using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Json.Patching;

public sealed class JsonTreeTests
{
    private static readonly JsonValue _document = Sample.Value("""{"a":[{"b":1},2],"o":{"p":{"q":"r"}},"s":"t"}""");

    [Theory]
    [InlineData("", """{"a":[{"b":1},2],"o":{"p":{"q":"r"}},"s":"t"}""")]
    [InlineData("/a/0/b", "1")]
    [InlineData("/o/p", """{"q":"r"}""")]
    [InlineData("/a/2", null)]
    [InlineData("/none", null)]
    [InlineData("/none/deeper/still", null)]
    [InlineData("/s/t", null)]
    public void A_pointer_leads_to_a_value_or_to_nothing(string path, string? value) =>
        (JsonTree.Find(_document, path) is { } found ? Sample.Text(found) : null).Should().Be(value);

    [Fact]
    public void The_list_around_an_item_may_be_the_document()
    {
        var list = Sample.Value("[1,[2]]");

        JsonTree.ArrayAround(list, "/0").Should().BeSameAs(list);
        JsonTree.ArrayAround(list, "/-").Should().BeSameAs(list);
        JsonTree.ArrayAround(list, "/1/0").Should().BeSameAs(((JsonArray)list).Items[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("/o/p")]
    [InlineData("/none/0")]
    public void No_list_is_around_what_is_no_item(string path) => JsonTree.ArrayAround(_document, path).Should().BeNull();

    [Theory]
    [InlineData("/a/0/b", "1")]
    [InlineData("/o/p/q", "\"\\u0072\"")]
    [InlineData("/s", "\"t\"")]
    public void A_member_that_is_set_to_what_it_is_leaves_the_document_itself(string path, string value) =>
        JsonTree.Replace(_document, path, Sample.Value(value)).Should().BeSameAs(_document);

    [Fact]
    public void An_item_in_which_a_member_is_set_to_what_it_is_leaves_the_list_itself()
    {
        var list = Sample.Value("""[[{"b":1}]]""");

        JsonTree.Replace(list, "/0/0/b", JsonScalar.OfNumber(1)).Should().BeSameAs(list);
        Sample.Text(JsonTree.Replace(list, "/0/0/b", JsonScalar.OfNumber(2))).Should().Be("""[[{"b":2}]]""");
    }

    [Theory]
    [InlineData("/none/x")]
    [InlineData("/a/2/x")]
    [InlineData("/s/t/u")]
    public void What_has_no_object_or_list_around_it_is_not_changed(string path)
    {
        var message = $"{path} has no parent object or list";

        FluentActions.Invoking(() => JsonTree.Add(_document, path, JsonScalar.Null)).Should().Throw<InterceptorException>().WithMessage(message);
        FluentActions.Invoking(() => JsonTree.Replace(_document, path, JsonScalar.Null)).Should().Throw<InterceptorException>().WithMessage(message);
        FluentActions.Invoking(() => JsonTree.Remove(_document, path)).Should().Throw<InterceptorException>().WithMessage(message);
    }

    [Fact]
    public void An_item_is_inserted_up_to_the_end_of_the_list()
    {
        Sample.Text(JsonTree.Add(Sample.Value("[1,2]"), "/2", JsonScalar.Null)).Should().Be("[1,2,null]");
        FluentActions.Invoking(() => JsonTree.Add(Sample.Value("[1,2]"), "/3", JsonScalar.Null))
            .Should().Throw<InterceptorException>().WithMessage("invalid list index \"3\": the list's length is 2");
    }

    [Fact]
    public void The_document_cannot_be_removed() =>
        FluentActions.Invoking(() => JsonTree.Remove(_document, "")).Should().Throw<InterceptorException>().WithMessage("the whole document cannot be removed");

    [Fact]
    public void A_member_without_a_name_can_be_removed() =>
        Sample.Text(JsonTree.Remove(Sample.Value("""{"":1,"a":2}"""), "/")).Should().Be("""{"a":2}""");
}
