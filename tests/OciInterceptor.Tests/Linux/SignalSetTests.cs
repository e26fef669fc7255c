using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Linux;

public sealed class SignalSetTests
{
    [Theory]
    [InlineData(1, 0x1)]
    [InlineData(Libc.SIGTERM, 0x4000)]
    [InlineData(64, 0x8000_0000_0000_0000)]
    public void The_first_signal_has_the_lowest_bit(int signal, ulong bit) => SignalSet.Bit(signal).Should().Be(bit);

    [Fact]
    public void A_set_has_the_bits_that_it_is_made_of() => SignalSet.Of(0xA5).Bits.Should().Be(0xA5);
}
