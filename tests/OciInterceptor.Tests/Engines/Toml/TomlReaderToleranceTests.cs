using System.Text;
using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Tests.Engines.Toml;

public sealed class TomlReaderToleranceTests
{
    [Theory]
    [InlineData("a = \"b\"", "a=b")]
    [InlineData("  a=\"b\"  # c = \"d\"", "a=b")]
    [InlineData("# a = \"b\"\n\n\r\nc = 'd'\r\n", "c=d")]
    [InlineData("[t]\na = \"b\"\n[t.u]\na = 'c'", "t.a=b|t.u.a=c")]
    [InlineData("[plugins.\"io.containerd.grpc.v1.cri\".containerd]\n  x = \"y\"", "plugins.io/containerd/grpc/v1/cri.containerd.x=y")]
    [InlineData("[plugins.'io.containerd.cri.v1.runtime' . x ]\na.b . c = \"d\"", "plugins.io/containerd/cri/v1/runtime.x.a.b.c=d")]
    [InlineData("[[t]]\na = \"b\"", "t.a=b")]
    [InlineData("a = [\"b\", 'c']", "a=b,c")]
    [InlineData("a = [ # one\n  \"b\", # two \"\n  'c',\n]\nd = \"e\"", "a=b,c|d=e")]
    [InlineData("a = { x = \"y\" }\nb = \"c\"", "a=y|a.x=y|b=c")]
    [InlineData("a = 1\nb = true\nc = []", "a=|b=|c=")]
    [InlineData("a = \"q\\\"[#]\\\\ \\u00e9\\t\"", "a=q\"[#]\\ é\t")]
    [InlineData("a = 'q\\n'", "a=q\\n")]
    [InlineData("a = \"\"\"x\n[t]\nb = \"c\" \"\"\"\nd = 'e'", "a=x\n[t]\nb = \"c\" |d=e")]
    [InlineData("a = \"open\nb = 'c'", "b=c")]
    [InlineData("a = \"\\uD800\\u12\"", "a=uD800u12")]
    [InlineData("=\n]\n[\n?\na", "")]
    [InlineData("[t]\na = 'b'\n[\"t\\u0075\"]\na = 'c'\n[v]\na = 'd'", "t.a=b|v.a=d")]
    [InlineData("", "")]
    public void What_is_written_is_read(string text, string entries) =>
        string.Join('|', TomlReader.ReadTolerant(Encoding.UTF8.GetBytes(text)).Select(entry =>
            string.Join('.', entry.Key.Select(name => name.Replace('.', '/'))) + "=" + string.Join(',', entry.Texts))).Should().Be(entries);

    [Fact]
    public void Odd_bytes_are_survived()
    {
        const string Signs = "[]\"'=.#\\ \nau{},";
        var random = new Random(4);
        for (var round = 0; round < 2000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => Signs[random.Next(Signs.Length)])]);
            FluentActions.Invoking(() => TomlReader.ReadTolerant(Encoding.UTF8.GetBytes(text))).Should().NotThrow(text);
        }
    }
}
