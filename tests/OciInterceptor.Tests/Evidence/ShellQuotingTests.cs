using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Evidence;

namespace OciInterceptor.Tests.Evidence;

public sealed class ShellQuotingTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("--log-format=json", "--log-format=json")]
    [InlineData("/usr/bin/runc", "/usr/bin/runc")]
    [InlineData("a@b:c%d+e,f._-", "a@b:c%d+e,f._-")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("'", "''\\'''")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("~", "'~'")]
    [InlineData("*", "'*'")]
    [InlineData("a\nb", "$'a\\nb'")]
    [InlineData("it's\\\n", "$'it\\'s\\\\\\n'")]
    [InlineData("é", "'é'")]
    [InlineData("\u001B[2J", "$'\\033[2J'")]
    [InlineData("\t7\u007F", "$'\\0117\\177'")]
    [InlineData("é\u009B\u202E'", "$'é\\302\\233\\342\\200\\256\\''")]
    public void Only_what_a_shell_would_change_is_quoted(string argument, string quoted) =>
        System.Text.Encoding.UTF8.GetString(Quote(System.Text.Encoding.UTF8.GetBytes(argument))).Should().Be(quoted);

    [Fact]
    public void A_shell_reads_every_byte_back()
    {
        byte[][] arguments = [.. Enumerable.Range(1, 255).Select(value => new[] { (byte)value }), [], [.. Enumerable.Range(1, 255).Select(value => (byte)value)]];

        ReadBack(arguments).Should().Equal(Joined(arguments));
    }

    [Fact]
    public void A_shell_reads_the_same_arguments_back() =>
        Prop.ForAll(Gen.ArrayOf(Argument).ToArbitrary(), arguments => ReadBack(arguments).Should().Equal(Joined(arguments)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    private static Gen<byte[]> Argument => Gen.ArrayOf(Gen.OneOf(
        Gen.Elements((byte)'\'', (byte)'"', (byte)'\\', (byte)'$', (byte)'`', (byte)' ', (byte)'\n', (byte)'a'),
        Gen.Choose(1, 255).Select(value => (byte)value)));

    // bash, as dash does not know the dollar-single-quotes of POSIX.1-2024 yet. The shell reads the command from its
    // input, as .NET hands on arguments only in UTF-8.
    private static byte[] ReadBack(byte[][] arguments)
    {
        var line = new List<byte>();
        line.AddRange("printf '%s\\0' end"u8);
        foreach (var argument in arguments)
        {
            line.Add((byte)' ');
            ShellQuoting.Append(line, argument);
        }
        line.Add((byte)'\n');
        return Shell.Run("/bin/bash", ["-s"], [.. line]);
    }

    private static byte[] Joined(byte[][] arguments) => [.. "end\0"u8, .. arguments.SelectMany(argument => argument.Append((byte)0))];

    private static byte[] Quote(byte[] argument)
    {
        var line = new List<byte>();
        ShellQuoting.Append(line, argument);
        return [.. line];
    }
}
