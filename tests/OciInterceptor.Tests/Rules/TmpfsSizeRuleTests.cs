namespace OciInterceptor.Tests.Rules;

public sealed class TmpfsSizeRuleTests
{
    [Theory]
    [InlineData("""{}""", "missing member \"sizes\"")]
    [InlineData("""{"sizes":{"/x":"1q"}}""", "a size must be a number of bytes, or a string such as \"64m\"")]
    [InlineData("""{"sizes":{"/x":-1}}""", "a size must be a number of bytes, or a string such as \"64m\"")]
    [InlineData("""{"sizes":{"/x":[]}}""", "a size must be a number of bytes, or a string such as \"64m\"")]
    [InlineData("""{"sizes":{"/x":"0"}}""", "a tmpfs size must be greater than 0: 0 means no limit")]
    [InlineData("""{"sizes":{"x":1}}""", "\"x\" must be an absolute path")]
    [InlineData("""{"sizes":{"/x":1,"/x/":2}}""", "/x/ is listed twice")]
    public void A_wrong_size_is_refused_when_the_policy_is_read(string options, string error)
    {
        var members = options == "{}" ? "" : "," + options[1..^1];
        RuleRun.ErrorOf($$"""{"type":"tmpfs-size"{{members}}}""").Should().Be(error);
    }

    [Theory]
    [InlineData("size=64m", "size=64m")]
    [InlineData("size=67108864", "size=67108864")]
    [InlineData("size=65536K", "size=65536K")]
    [InlineData("size=0x4000000", "size=67108864")]
    [InlineData("nr_blocks=16384", "size=67108864")]
    public void A_size_that_says_the_same_stays_as_it_is_spelled(string before, string after)
    {
        static string Document(string option) => $$"""{"mounts":[{"destination":"/dev/shm","type":"tmpfs","options":["{{option}}"]}]}""";

        RuleRun.On("""{"type":"tmpfs-size","sizes":{"/dev/shm":"64m"}}""", Document(before)).Should().Be(Document(after));
    }
}
