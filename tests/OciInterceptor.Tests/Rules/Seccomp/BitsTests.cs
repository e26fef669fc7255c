using OciInterceptor.Messages;
using OciInterceptor.Rules.Seccomp;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>Blocks of numbers, judged by the numbers in them.</summary>
public sealed class BitsTests
{
    private static readonly uint[] _numbers = [0, 1, 2, 3, 4, 7, 8, 9, 37, 38, 39, 40, 255, 256, 65535, 65536, 0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, 0xFFFF_FFFE, 0xFFFF_FFFF];

    [Fact]
    public void A_range_has_each_number_in_one_block()
    {
        foreach (var (first, last) in _numbers.SelectMany(first => _numbers.Select(last => (first, last))))
        {
            var blocks = Bits.Range(first, last);

            blocks.All(static block => (block.Value & ~block.Mask) == 0).Should().BeTrue();
            foreach (var number in _numbers)
            {
                blocks.Count(block => Has(block, number)).Should().Be(number >= first && number <= last ? 1 : 0, "{0} in {1} to {2}", number, first, last);
            }
        }
    }

    [Theory]
    [InlineData(0, 0xFFFF_FFFF, 1)]
    [InlineData(0, 0x7FFF_FFFF, 1)]
    [InlineData(1, 0xFFFF_FFFF, 32)]
    [InlineData(0, 0xFFFF_FFFE, 32)]
    [InlineData(8, 15, 1)]
    [InlineData(7, 16, 3)]
    public void A_range_has_as_few_blocks_as_can_be(long first, long last, int count) => Bits.Range((ulong)first, (ulong)last).Length.Should().Be(count);

    /// <summary>All masks of four bits with all values, against all numbers of four bits.</summary>
    [Fact]
    public void What_two_blocks_have_in_common_and_what_one_has_alone_are_the_numbers_that_it_should_be()
    {
        var blocks = Enumerable.Range(0, 16).SelectMany(mask => Enumerable.Range(0, 16).Where(value => (value & ~mask) == 0).Select(value => new Bits((uint)mask, (uint)value))).ToList();
        foreach (var (one, other) in blocks.SelectMany(one => blocks.Select(other => (one, other))))
        {
            var (both, left) = (Bits.InBoth([one], [other]), Bits.Without([one], [other]));

            one.Meets(other).Should().Be(Enumerable.Range(0, 16).Any(number => Has(one, (uint)number) && Has(other, (uint)number)));
            for (var number = 0u; number < 16; number++)
            {
                both.Count(block => Has(block, number)).Should().Be(Has(one, number) && Has(other, number) ? 1 : 0);
                left.Count(block => Has(block, number)).Should().Be(Has(one, number) && !Has(other, number) ? 1 : 0, "{0} of {1} without {2}", number, one, other);
            }
        }
    }

    [Fact]
    public void Of_several_blocks_each_is_taken()
    {
        var left = Bits.Without([default], [new Bits(0xF, 3), new Bits(0xF, 5)]);

        for (var number = 0u; number < 32; number++)
        {
            left.Count(block => Has(block, number)).Should().Be((number & 0xF) is 3 or 5 ? 0 : 1);
        }
    }

    [Fact]
    public void More_than_256_blocks_are_too_many()
    {
        var all = Enumerable.Range(0, 17).Select(static number => new Bits(0xFF, (uint)number)).ToArray();
        var any = Enumerable.Repeat(default(Bits), 16).ToArray();

        Bits.InBoth([.. all.AsSpan(0, 16)], [.. any]).Length.Should().Be(256);
        FluentActions.Invoking(() => Bits.InBoth([.. all], [.. any])).Should().Throw<InterceptorException>().WithMessage("*cannot be told apart*");
        Bits.Without([.. Enumerable.Repeat(default(Bits), 8)], [new Bits(0xFFFF_FFFF, 1)]).Length.Should().Be(256);
        FluentActions.Invoking(() => Bits.Without([.. Enumerable.Repeat(default(Bits), 9)], [new Bits(0xFFFF_FFFF, 1)])).Should().Throw<InterceptorException>().WithMessage("*cannot be told apart*");
    }

    private static bool Has(Bits block, uint number) => (number & block.Mask) == block.Value;
}
