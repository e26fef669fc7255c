using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class NumberListTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("9")]
    [InlineData("0-9")]
    [InlineData("5-5")]
    [InlineData("0-3,7")]
    [InlineData("7,0-3,7")]
    [InlineData("007")]
    public void A_list_is_numbers_and_ranges(string text) => NumberList.IsList(text, 9).Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("0,")]
    [InlineData(",0")]
    [InlineData("-")]
    [InlineData("0-")]
    [InlineData("-1")]
    [InlineData("0--1")]
    [InlineData("0-1-2")]
    [InlineData("3-2")]
    [InlineData("10")]
    [InlineData("0-10")]
    [InlineData("10-11")]
    [InlineData("0, 1")]
    [InlineData("+1")]
    [InlineData("a")]
    [InlineData("0-a")]
    [InlineData("a-1")]
    [InlineData("0,x,1")]
    [InlineData("4294967296")]
    public void Anything_else_is_none(string text) => NumberList.IsList(text, 9).Should().BeFalse();
}
