using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Fuzz.Models;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

/// <summary>The scanner takes exactly what .NET's reader takes, and finds the same in it.</summary>
public sealed unsafe class StrictScannerTests
{
    private const int MaxDepth = 5;

    private static readonly byte[][] _texts =
    [
        .. new[] { "docker-20.10-run.json", "podman-4.3-run.json", "containerd-1.6-oci-spec.json", "full-runtime-spec-1.3.json" }
            .Select(name => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", name))),
    ];

    [Theory]
    [InlineData("{\"a\":[1,-2.5e+3,0,-0,0.0,10E-2,true,false,null,\"\"],\"\":{}}")]
    [InlineData(" \t\r\n[ ] \n")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u12aF\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("[[[[[]]]]]")]
    [InlineData("0")]
    public void Takes_JSON(string text) => Check(Encoding.UTF8.GetBytes(text), isRelaxed: false).Should().BeTrue();

    [Theory]
    [InlineData("[[[[[[]]]]]]")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData("1e+")]
    [InlineData("truE")]
    [InlineData("nulll")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1]")]
    [InlineData("{\"a\"}")]
    [InlineData("{1:1}")]
    [InlineData("{} {}")]
    [InlineData("\"\u0001\"")]
    [InlineData("\"\\u123\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\")]
    [InlineData("\uFEFF{}")]
    [InlineData("// a\n1")]
    public void Takes_nothing_else(string text) => Check(Encoding.UTF8.GetBytes(text), isRelaxed: false).Should().BeFalse();

    [Theory]
    [InlineData("[1,{\"a\":[2 , ],},]", true)]
    [InlineData("[,]", false)]
    [InlineData("{,}", false)]
    [InlineData("[1,,]", false)]
    [InlineData("1,", false)]
    public void A_relaxed_text_may_have_a_comma_after_the_last_value(string text, bool isTaken) =>
        Check(Encoding.UTF8.GetBytes(text), isRelaxed: true).Should().Be(isTaken);

    [Fact]
    public void Bytes_that_are_not_UTF8_may_stand_in_strings_alone()
    {
        Check([(byte)'"', 0xff, 0x80, (byte)'"'], isRelaxed: false).Should().BeTrue();
        Check([0xff], isRelaxed: false).Should().BeFalse();
    }

    /// <summary>Each byte at each place of a string around the size of a vector: what ends the string, or is refused in it, is seen everywhere.</summary>
    [Fact]
    public void A_string_of_any_length_is_read_as_the_reader_reads_it()
    {
        for (var length = 1; length <= 50; length++)
        {
            for (var at = 0; at < length; at++)
            {
                foreach (var special in "\"\\\0\u001f\u0020\u007f\u0080\u00ffn"u8)
                {
                    byte[] text = [(byte)'"', .. Enumerable.Repeat((byte)'n', length), (byte)'"'];
                    text[1 + at] = special;
                    Check(text, isRelaxed: false);
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Takes_what_the_reader_takes_of_small_texts(int seed)
    {
        var random = new Random(seed);
        var text = """{"a":[1,-2.5e+3,true,false,null,"x\"\u00e9\n"],"b":{"c":{},"d":[[],[{}]]},"é":"ü"}"""u8.ToArray();

        var taken = Enumerable.Range(0, 500_000).Count(_ => Check(Mutated(random, text), isRelaxed: random.Next(2) == 0));

        taken.Should().BeInRange(20_000, 450_000);
    }

    [Fact]
    public void Takes_what_the_reader_takes_of_documents()
    {
        var random = new Random(3);

        var taken = Enumerable.Range(0, 4_000).Count(i => Check(Mutated(random, _texts[i % _texts.Length]), isRelaxed: random.Next(2) == 0, JsonText.MaxDepth));

        taken.Should().BeInRange(200, 3_900);
        _texts.Should().AllSatisfy(text => Check(text, isRelaxed: false, JsonText.MaxDepth).Should().BeTrue());
    }

    /// <summary>The texts end where memory ends: one byte further is a SIGSEGV.</summary>
    [Fact]
    public void Nothing_behind_the_text_is_read()
    {
        const int Page = 4096;
        var mapping = mmap(0, 2 * Page, 3, 0x22, -1, 0);
        try
        {
            mprotect(mapping + Page, Page, 0).Should().Be(0);
            for (var length = 0; length <= 100; length++)
            {
                foreach (var text in new[] { "\"" + new string('a', length), new string(' ', length), new string('1', length), "tru", "\"\\", "\"\\u12", "\"\\u1234", "[", "{", "[1", "[1,", "{\"a\"", "{\"a\":", "-", "1.", "1e", "1e+" })
                {
                    var place = new Span<byte>((byte*)mapping + Page - text.Length, text.Length);
                    Encoding.UTF8.GetBytes(text, place);
                    StrictScanner.TryOutline(place, new JsonOutline(text.Length, MaxDepth), isRelaxed: true)
                        .Should().Be(text.Length > 0 && text.All(char.IsAsciiDigit));
                }
            }
        }
        finally
        {
            _ = munmap(mapping, 2 * Page);
        }
    }

    private static byte[] Mutated(Random random, byte[] text)
    {
        var bytes = text.ToArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "{}[],:\"\\0 19-+.eEtfn/*'\n"u8[random.Next(24)];
        }
        return bytes[..(random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length)];
    }

    private static bool Check(byte[] text, bool isRelaxed, int maxDepth = MaxDepth)
    {
        var read = Read(text, isRelaxed, maxDepth);
        var outline = new JsonOutline(text.Length, maxDepth);
        var scanned = text.ToArray();

        var isTaken = StrictScanner.TryOutline(scanned, outline, isRelaxed);

        if (isTaken != read is not null)
        {
            Assert.Fail($"the scanner says {isTaken}: {Convert.ToHexString(text)}");
        }
        if (ReaderOutline.Difference(read ?? [], outline) is { } difference)
        {
            Assert.Fail($"{difference}: {Convert.ToHexString(text)}");
        }
        // What was relaxed is JSON afterwards.
        if (isTaken && Read(scanned, isRelaxed: false, maxDepth) is null)
        {
            Assert.Fail($"a comma is left: {Convert.ToHexString(scanned)}");
        }
        return isTaken;
    }

    private static List<(int Start, int End, int Length)>? Read(byte[] text, bool isRelaxed, int maxDepth) =>
        ReaderOutline.Read(text, new JsonReaderOptions { MaxDepth = maxDepth, AllowTrailingCommas = isRelaxed });

    [DllImport("libc")]
    private static extern nint mmap(nint at, nint length, int protection, int flags, int descriptor, nint offset);

    [DllImport("libc")]
    private static extern int mprotect(nint at, nint length, int protection);

    [DllImport("libc")]
    private static extern int munmap(nint at, nint length);
}
