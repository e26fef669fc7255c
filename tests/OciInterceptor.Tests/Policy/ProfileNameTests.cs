using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Tests.Policy;

public sealed class ProfileNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("A9.b_c-")]
    [InlineData("_")]
    [InlineData("-x")]
    [InlineData("a..b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void A_name_is_one(string name)
    {
        ProfileName.IsOne(name).Should().BeTrue();
        ProfileName.Check(name).Should().BeSameAs(name);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".a")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("é")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public void Anything_else_is_refused(string name)
    {
        ProfileName.IsOne(name).Should().BeFalse();
        FluentActions.Invoking(() => ProfileName.Check(name)).Should().Throw<InterceptorException>()
            .Which.Message.Should().Be($"invalid profile name \"{name}\": want at most 64 letters, digits, \".\", \"_\" and \"-\", not starting with \".\"");
    }
}
