using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux;

public sealed unsafe class CStringTests
{
    [Theory]
    [InlineData("", new byte[] { 0 })]
    [InlineData("ab", new byte[] { 0x61, 0x62, 0 })]
    [InlineData("é", new byte[] { 0xC3, 0xA9, 0 })]
    public void A_text_becomes_UTF_8_ended_by_NUL(string text, byte[] memory)
    {
        var c = CString.Of(text);

        fixed (byte* p = c)
        {
            new ReadOnlySpan<byte>(p, memory.Length).ToArray().Should().Equal(memory);
        }
        c.Bytes.ToArray().Should().Equal(memory[..^1]);
        c.ToString().Should().Be(text);
    }

    [Fact]
    public void Bytes_in_no_encoding_are_kept_and_shown_as_replaced()
    {
        var c = CString.Of([0x61, 0xFF, 0x62]);

        c.Bytes.ToArray().Should().Equal(0x61, 0xFF, 0x62);
        c.ToString().Should().Be("a\uFFFDb");
    }

    [Fact]
    public void What_stands_at_a_pointer_is_copied_up_to_its_NUL()
    {
        byte[] memory = [0x61, 0x62, 0, 0x63];
        CString c;
        fixed (byte* p = memory)
        {
            c = CString.At(p);
        }
        memory[0] = 0x7A;

        c.ToString().Should().Be("ab");
    }

    [Theory]
    [InlineData("/run/b", "config.json", "/run/b/config.json")]
    [InlineData("/", "config.json", "//config.json")]
    [InlineData(".", "c", "./c")]
    public void A_name_in_a_directory_is_joined_by_a_slash(string directory, string name, string path) =>
        CString.In(CString.Of(directory).Bytes, CString.Of(name).Bytes).ToString().Should().Be(path);

    [Fact]
    public void An_array_has_the_strings_in_order_and_null_at_the_end()
    {
        var array = CStringArray.Of(["a", "", "é"]);

        CString.At(array[0]).ToString().Should().Be("a");
        CString.At(array[1]).ToString().Should().Be("");
        CString.At(array[2]).ToString().Should().Be("é");
        ((nint)array[3]).Should().Be(0);
    }

    [Fact]
    public void An_array_of_bytes_has_them_in_order_and_null_at_the_end()
    {
        var array = CStringArray.OfBytes([CString.Of([0xFF, 0x61]), CString.Of("b")]);

        CString.At(array[0]).Bytes.ToArray().Should().Equal(0xFF, 0x61);
        CString.At(array[1]).ToString().Should().Be("b");
        ((nint)array[2]).Should().Be(0);
    }

    [Fact]
    public void An_array_of_nothing_is_null_alone() => ((nint)CStringArray.Of([])[0]).Should().Be(0);

    [Theory]
    [InlineData("PATH", "/bin")]
    [InlineData("EMPTY", "")]
    [InlineData("PAT", null)]
    [InlineData("PATHS", null)]
    [InlineData("NOEQUALS", null)]
    [InlineData("TWICE", "1")]
    public void A_variable_is_found_by_its_whole_name(string name, string? value)
    {
        var envp = CStringArray.Of(["NOEQUALS", "PATHX=/x", "PATH=/bin", "EMPTY=", "TWICE=1", "TWICE=2"]);
        var found = ProcessStart.Variable(envp, CString.Of(name).Bytes);

        (found is null ? null : CString.At(found).ToString()).Should().Be(value);
    }
}
