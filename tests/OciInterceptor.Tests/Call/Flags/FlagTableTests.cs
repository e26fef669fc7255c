using System.Text;
using System.Text.RegularExpressions;
using OciInterceptor.Call.Flags;
using OciInterceptor.Commands;

namespace OciInterceptor.Tests.Call.Flags;

public sealed partial class FlagTableTests
{
    public static TheoryData<string> Flags => [.. Enum.GetNames<Flag>()];

    [Theory]
    [MemberData(nameof(Flags))]
    public void A_flag_is_called_as_its_member_is(string member)
    {
        var name = "--oi-" + Word().Replace(member, "-$0").TrimStart('-').ToLowerInvariant();

        FlagTable.TryFind(Encoding.UTF8.GetBytes(name), out var line).Should().BeTrue();
        line.Flag.ToString().Should().Be(member);
        Encoding.UTF8.GetString(line.Name).Should().Be(name);
        line.Help.Length.Should().BePositive();
    }

    [Fact]
    public void Every_line_belongs_to_a_flag()
    {
        var rest = FlagTable.Lines;
        var names = new List<string>();
        while (rest.Length > 0)
        {
            names.Add(Encoding.UTF8.GetString(FlagEntry.ReadFrom(ref rest, (Flag)names.Count).Name));
        }

        names.Should().HaveCount(Enum.GetValues<Flag>().Length).And.OnlyHaveUniqueItems();
        names.Should().OnlyContain(name => name.StartsWith("--oi-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("RuntimePath", "PATH", "None")]
    [InlineData("ReadonlyNetworkingMounts", "", "Configuration")]
    [InlineData("Env", "NAME=VALUE", "Document")]
    [InlineData("EnvForce", "NAME=VALUE", "Document")]
    [InlineData("CdiDevice", "VENDOR/CLASS=NAME", "Configuration")]
    [InlineData("WriteDebugOutput", "", "Call")]
    [InlineData("DebugOutputDir", "DIR", "None")]
    [InlineData("LogFile", "FILE", "Call")]
    [InlineData("LogLevel", "LEVEL", "None")]
    [InlineData("CloneRuntime", "", "None")]
    [InlineData("Help", "", "Call")]
    [InlineData("Version", "", "Call")]
    public void A_line_tells_value_and_reach(string member, string value, string reach)
    {
        var rest = FlagTable.Lines;
        FlagEntry line;
        var flag = default(Flag);
        do
        {
            line = FlagEntry.ReadFrom(ref rest, flag++);
        }
        while (line.Flag.ToString() != member);

        Encoding.UTF8.GetString(line.ValueName).Should().Be(value);
        line.TakesValue.Should().Be(value.Length > 0);
        line.Reach.ToString().Should().Be(reach);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--oi-")]
    [InlineData("oi-env")]
    [InlineData("--oi-env-forc")]
    [InlineData("--oi-env|NAME=VALUE")]
    public void What_is_no_flag_is_not_found(string name) => FlagTable.TryFind(Encoding.UTF8.GetBytes(name), out _).Should().BeFalse();

    [Fact]
    public void The_help_has_every_flag_with_its_value_and_its_words()
    {
        var help = HelpText.Render();
        var text = Blanks().Replace(help, " ");

        help.Should().Contain("oci-interceptor");
        var rest = FlagTable.Lines;
        for (var flag = default(Flag); rest.Length > 0; flag++)
        {
            var line = FlagEntry.ReadFrom(ref rest, flag);
            text.Should().Contain(Encoding.UTF8.GetString(line.Name) + (line.TakesValue ? $" <{Encoding.UTF8.GetString(line.ValueName)}>" : ""));
            text.Should().Contain(Encoding.UTF8.GetString(line.Help));
        }
    }

    [Fact]
    public void The_help_offers_no_flag_of_the_runtime() => HelpText.Render().Should().NotMatchRegex(@"\s(--help|--version|-h|-\?)");

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
