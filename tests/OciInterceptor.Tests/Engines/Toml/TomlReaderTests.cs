using OciInterceptor.Engines.Toml;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Toml;

public sealed class TomlReaderTests
{
    [Theory]
    [InlineData("a = \"b\" # c = 1\n[t]\n  x.y = 'z'", "1 a=\"b\"|2 [t]|3 t.x.y='z'")]
    [InlineData("[ a . \"b.c\" . 'd' ]\r\nx=1\r\n", "1 [a.b/c.d]|2 a.b/c.d.x=1")]
    [InlineData("[[t]]\na = 1", "1 [[t]]|2 t.a=1")]
    [InlineData("a = \"\"\"\n[t]\nb = 1\n\"\"\"\nc = '''\n[u]'''", "1 a=\"\"\"\n[t]\nb = 1\n\"\"\"|5 c='''\n[u]'''")]
    [InlineData("a = \"q\\\"[x]\\\\\"\nb = ''", "1 a=\"q\\\"[x]\\\\\"|2 b=''")]
    [InlineData("a = 'x\\'\nb = '''y\\'''\nc = 1", "1 a='x\\'|2 b='''y\\'''|3 c=1")]
    [InlineData("a = \"\"\"x\"\"\"\"\"\nb = 1", "1 a=\"\"\"x\"\"\"\"\"|2 b=1")]
    [InlineData("a = [ # ]\n '[t]', # \"\n 1,\n]\nb = 2", "1 a=[ # ]\n '[t]', # \"\n 1,\n]|5 b=2")]
    [InlineData("a = { b = { c = 'd' }, \"e.f\" = [1] }", "1 a={ b = { c = 'd' }, \"e.f\" = [1] }|1 a.b={ c = 'd' }|1 a.b.c='d'|1 a.e/f=[1]")]
    [InlineData("a = -1.5e+3\nb = 2020-01-01T00:00:00Z\nc = true", "1 a=-1.5e+3|2 b=2020-01-01T00:00:00Z|3 c=true")]
    [InlineData("\n# only\n", "")]
    public void What_is_written_is_read(string text, string statements) =>
        string.Join('|', TomlReader.Read(text, "f").Select(Shown)).Should().Be(statements);

    [Theory]
    [InlineData("a", "f:1: expected \"=\"")]
    [InlineData("x = 1\na = ", "f:2: expected a value")]
    [InlineData("a = 1 2", "f:1: expected the end of the line")]
    [InlineData("[t", "f:1: expected \"]\"")]
    [InlineData("[t] x", "f:1: expected the end of the line")]
    [InlineData("[[t]", "f:1: expected \"]]\"")]
    [InlineData("\na = \"open\nb = 1", "f:2: unterminated string")]
    [InlineData("a = '''open\nb = 1\n", "f:1: unterminated string")]
    [InlineData("a = [1,\n2", "f:2: unterminated list")]
    [InlineData("a = [1 2]", "f:1: expected \",\" or \"]\"")]
    [InlineData("a = { b = 1 c = 2 }", "f:1: expected \",\" or \"}\"")]
    [InlineData("a = { b = 1,\n c = 2 }", "f:1: an inline table of several lines (TOML 1.1) is not supported")]
    [InlineData("\"a\\u0062\" = 1", "f:1: the key \"a\\u0062\" uses an unsupported notation")]
    [InlineData("\"a\u0019\" = 1", "f:1: the key \"a\u0019\" uses an unsupported notation")]
    [InlineData("\uFEFFa = 1", "f:1: the file begins with a byte order mark, which some engines cannot read: remove it")]
    public void What_is_not_sure_is_refused_with_its_line(string text, string message) =>
        FluentActions.Invoking(() => TomlReader.Read(text, "f")).Should().Throw<InterceptorException>().WithMessage(message);

    /// <summary>TOML 1.0: a line end after the opening quotes is dropped, and one after a backslash with what is blank behind it.</summary>
    [Theory]
    [InlineData("a = \"\"\"\nx\"\"\"", "x")]
    [InlineData("a = '''\r\nx'''", "x")]
    [InlineData("a = '''\n\nx'''", "\nx")]
    [InlineData("a = \"\"\"x \\\n\n   y\"\"\"", "x y")]
    [InlineData("a = \"\"\"x\\  \r\n\ty\"\"\"", "xy")]
    [InlineData("a = \"\"\"x\"\"\"\"\"", "x\"\"")]
    [InlineData("a = '''''x'''", "''x")]
    [InlineData("a = '''x''''", "x'")]
    public void A_long_string_says_what_the_engines_read(string text, string value) => TomlReader.Read(text, "f").Single().Text.Should().Be(value);

    [Fact]
    public void Odd_text_is_survived()
    {
        const string Signs = "[]\"'=.#\\ \n\rau{},";
        var random = new Random(4);
        var refused = 0;
        for (var round = 0; round < 5000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(30)).Select(_ => Signs[random.Next(Signs.Length)])]);
            try
            {
                TomlReader.Read(text, "f").Where(statement => statement.End > text.Length).Should().BeEmpty();
            }
            catch (InterceptorException e)
            {
                e.Message.Should().MatchRegex("^f:[0-9]+: ");
                refused++;
            }
        }
        refused.Should().BeInRange(1, 4999);
    }

    private static string Shown(TomlStatement statement)
    {
        var key = string.Join('.', statement.Key.Select(name => name.Replace('.', '/')));
        return $"{statement.Line} " + statement.Kind switch
        {
            TomlKind.Table => $"[{key}]",
            TomlKind.TableArray => $"[[{key}]]",
            _ => $"{key}={statement.Value}",
        };
    }
}
