using System.Globalization;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Linux.Files;

public sealed class TemporaryNameTests
{
    [Fact]
    public void No_name_is_given_twice_or_tells_the_next()
    {
        var numbers = Enumerable.Range(0, 10_000).Select(_ => ulong.Parse(TemporaryName.Beside("f")["f.oi-".Length..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToList();

        numbers.Should().OnlyHaveUniqueItems();
        numbers.Zip(numbers.Skip(1), (one, next) => next - one).Should().OnlyHaveUniqueItems("the distance from one to the next is as random");
        // Each bit is set in about half of them: 5,000, with a standard deviation of 50.
        Enumerable.Range(0, 64).Select(bit => numbers.Count(number => (number >> bit & 1) == 1)).Should().OnlyContain(count => count > 4_500 && count < 5_500);
    }

    [Fact]
    public void It_begins_with_the_files_bytes_whatever_they_are()
    {
        var name = TemporaryName.Beside(CString.Of([0xFF, (byte)'/', (byte)'f']));

        name.Bytes[..7].ToArray().Should().Equal([0xFF, (byte)'/', (byte)'f', .. ".oi-"u8]);
        name.Bytes.Length.Should().Be(3 + ".oi-".Length + 16);
    }
}
