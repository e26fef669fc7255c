using OciInterceptor.Schema;

namespace OciInterceptor.Tests.Schema;

public sealed class SizeTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("65536", 65536)]
    [InlineData("10b", 10)]
    [InlineData("64k", 65536)]
    [InlineData("64K", 65536)]
    [InlineData("64kb", 65536)]
    [InlineData("64m", 67108864)]
    [InlineData("2G", 2147483648)]
    [InlineData("1t", 1099511627776)]
    [InlineData("1TB", 1099511627776)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("8191t", 8191L << 40)]
    [InlineData("8388607t", 8388607L << 40)]
    public void Reads_sizes_as_people_write_them(string text, long size) => SizeText.Parse(text).Should().Be(size);

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5g")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("64 m")]
    [InlineData(" 64m")]
    [InlineData("64m ")]
    [InlineData("1,000")]
    [InlineData("64x")]
    [InlineData("64mm")]
    [InlineData("6m4")]
    [InlineData("٣")]
    [InlineData("9223372036854775808")]
    [InlineData("8388608t")]
    [InlineData("99999999999999999999g")]
    public void Refuses_what_is_no_size(string text) => SizeText.Parse(text).Should().BeNull();
}
