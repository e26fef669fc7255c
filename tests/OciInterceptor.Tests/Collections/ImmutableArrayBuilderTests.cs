using OciInterceptor.Collections;

namespace OciInterceptor.Tests.Collections;

public sealed class ImmutableArrayBuilderTests
{
    [Fact]
    public void A_builder_has_only_what_was_added()
    {
        var builder = ImmutableArray.CreateBuilder<int>(4);
        builder.Contains(0).Should().BeFalse("the places that are left are not items");

        builder.Add(7);
        builder.Contains(7).Should().BeTrue();
        builder.Contains(0).Should().BeFalse();
        builder.Add(0);
        builder.Contains(0).Should().BeTrue();

        builder.DrainToImmutable().Should().Equal(7, 0);
        builder.Contains(7).Should().BeFalse();
    }
}
