using OciInterceptor.Generate;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Generate;

public sealed class IdRangeTests
{
    [Theory]
    [InlineData("0:0:1", 0u, 0u, 1u)]
    [InlineData("0:100000:65536", 0u, 100000u, 65536u)]
    [InlineData("0:0:4294967294", 0u, 0u, 4294967294u)]
    [InlineData("1:1:4294967294", 1u, 1u, 4294967294u)]
    [InlineData("4294967294:4294967294:1", 4294967294u, 4294967294u, 1u)]
    public void A_mapping_is_three_numbers(string text, uint inside, uint outside, uint size) => IdRange.Parse(text).Should().Be(new IdRange(inside, outside, size));

    [Theory]
    [InlineData("")]
    [InlineData("0:0")]
    [InlineData("0:0:1:0")]
    [InlineData("0:0:0")]
    [InlineData("a:0:1")]
    [InlineData("0:a:1")]
    [InlineData("0:0:a")]
    [InlineData("-1:0:1")]
    [InlineData("+0:0:1")]
    [InlineData(" 0:0:1")]
    [InlineData("2:0:4294967294")]
    [InlineData("0:2:4294967294")]
    [InlineData("4294967295:0:1")]
    [InlineData("0:4294967295:1")]
    [InlineData("0:0:4294967295")]
    public void Any_other_is_refused(string text) =>
        FluentActions.Invoking(() => IdRange.Parse(text)).Should().Throw<InterceptorException>().WithMessage($"invalid mapping \"{text}\": want CONTAINER:HOST:SIZE, such as 0:100000:65536");

    [Theory]
    [InlineData(9u, null)]
    [InlineData(10u, 1000u)]
    [InlineData(14u, 1004u)]
    [InlineData(15u, null)]
    [InlineData(0u, null)]
    [InlineData(4294967295u, null)]
    public void A_range_has_as_many_IDs_as_it_says(uint id, uint? host)
    {
        new IdRange(10, 1000, 5).HostIdOf(id).Should().Be(host);
        NamespaceSettings.Maps([new IdRange(500, 0, 1), new IdRange(10, 1000, 5)], id).Should().Be(host is not null);
        IdRange.HostIdOf([new IdRange(500, 0, 1), new IdRange(10, 1000, 5)], id).Should().Be(host ?? id);
    }

    [Fact]
    public void Without_ranges_an_ID_is_the_hosts()
    {
        IdRange.HostIdOf([], 7).Should().Be(7);
        NamespaceSettings.Maps([], 7).Should().BeFalse();
    }

    [Theory]
    [InlineData("0", 0u)]
    [InlineData("4294967294", 4294967294u)]
    [InlineData("4294967295", null)]
    [InlineData("4294967296", null)]
    [InlineData("", null)]
    [InlineData("-1", null)]
    [InlineData("1 ", null)]
    public void A_users_number_is_none_that_the_kernel_takes_for_no_change(string text, uint? number) => IdRange.Number(text).Should().Be(number);
}
