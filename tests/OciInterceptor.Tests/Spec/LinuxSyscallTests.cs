using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec;

namespace OciInterceptor.Tests.Spec;

/// <summary>Names of system calls taken out of an entry, without the others being decoded.</summary>
public sealed class LinuxSyscallTests
{
    [Theory]
    [InlineData("'a','b','c'", "b", "'a','c'")]
    [InlineData("'a','b','a'", "a", "'b'")]
    [InlineData("'a'", "b", "'a'")]
    [InlineData("'a'", "a", "")]
    [InlineData("", "a", "")]
    [InlineData("'\\u0061','ab'", "a", "'ab'")]
    [InlineData("'\\u0062','a'", "a", "'\\u0062'")]
    public void The_others_keep_their_spelling_and_order(string names, string call, string left)
    {
        var rest = Read(names).Without([call, "none"]);

        rest.Json.Field("names"u8)!.Should().Match<JsonValue>(value => JsonValue.Same(value, Value($"[{left}]")));
        Text(rest.Json).Should().Be($"{{\"names\":[{left.Replace('\'', '"')}],\"x\":1}}");
        rest.HasNames().Should().Be(left.Length > 0);
    }

    [Fact]
    public void The_entry_itself_stays_and_one_without_names_has_none()
    {
        var entry = Read("'a','b'");
        _ = entry.Without(["a"]);

        Text(entry.Json).Should().Be("{\"names\":[\"a\",\"b\"],\"x\":1}");
        new LinuxSyscall(JsonObject.Empty).Without(["a"]).Json.Members.IsEmpty.Should().BeTrue();
        new LinuxSyscall(JsonObject.Empty).HasNames().Should().BeFalse();
    }

    /// <summary>Runtimes read such a name in different ways, and anything else than a string as an error.</summary>
    [Theory]
    [InlineData("'a','b\\u0000'", "*U+0000*")]
    [InlineData("'a',1", "*\"names\" must be a list of strings*")]
    public void What_runtimes_do_not_agree_about_is_an_error(string names, string message) =>
        FluentActions.Invoking(() => Read(names).Without(["a"])).Should().Throw<InterceptorException>().WithMessage(message);

    private static LinuxSyscall Read(string names) => new((JsonObject)Value($"{{'names':[{names}],'x':1}}"));

    private static JsonValue Value(string text) => JsonText.Parse(Encoding.UTF8.GetBytes(text.Replace('\'', '"')), "document");

    private static string Text(JsonObject json)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        json.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
