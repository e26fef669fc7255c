using OciInterceptor.Collections;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Tests.Json.Patching;

public sealed class ElementEditsTests
{
    [Theory]
    [InlineData("[]")]
    [InlineData("{ }")]
    public void An_empty_list_or_object_into_which_nothing_comes_is_not_edited(string container)
    {
        var edits = ImmutableArray.CreateBuilder<Edit>();

        new ElementEdits(Sample.Value(container)).AddTo(edits);

        edits.Count.Should().Be(0);
    }
}
