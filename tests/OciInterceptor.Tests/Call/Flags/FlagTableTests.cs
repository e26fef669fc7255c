using System.Text;
using System.Text.RegularExpressions;
using OciInterceptor.Call.Flags;
using OciInterceptor.Commands;

namespace OciInterceptor.Tests.Call.Flags;

public sealed partial class FlagTableTests
{
    [Fact]
    public void Each_place_has_a_flag_with_a_name_of_its_own_and_help()
    {
        var names = new List<string>();
        for (var place = 0; place < FlagTable.Count; place++)
        {
            var flag = FlagTable.At(place);
            names.Add(Text(flag.Name));
            flag.Help.Length.Should().BePositive();
            FlagTable.Find(flag.Name).Should().Be(place);
        }

        names.Should().OnlyHaveUniqueItems().And.OnlyContain(name => FlagName().IsMatch(name));
        FlagTable.At(FlagTable.Count).Name.Length.Should().Be(0, "no line is beyond the count");
    }

    [Theory]
    [InlineData("--oi-runtime-path", "PATH", "None")]
    [InlineData("--oi-readonly-networking-mounts", "", "Configuration")]
    [InlineData("--oi-env", "NAME=VALUE", "Document")]
    [InlineData("--oi-env-force", "NAME=VALUE", "Document")]
    [InlineData("--oi-cdi-device", "VENDOR/CLASS=NAME", "Configuration")]
    [InlineData("--oi-write-debug-output", "", "Call")]
    [InlineData("--oi-debug-output-dir", "DIR", "None")]
    [InlineData("--oi-debug-name", "hostname|id", "None")]
    [InlineData("--oi-log-file", "FILE", "Call")]
    [InlineData("--oi-log-level", "LEVEL", "None")]
    [InlineData("--oi-config", "FILE", "Document")]
    [InlineData("--oi-profile", "PROFILE", "Document")]
    [InlineData("--oi-warn-profile", "PROFILE", "Document")]
    [InlineData("--oi-clone-runtime", "", "None")]
    [InlineData("--oi-collector", "", "None")]
    [InlineData("--oi-help", "", "Call")]
    [InlineData("--oi-version", "", "Call")]
    public void A_line_tells_value_and_scope(string name, string value, string scope)
    {
        var flag = FlagTable.At(FlagTable.Find(Encoding.UTF8.GetBytes(name)));

        Text(flag.ValueName).Should().Be(value);
        flag.TakesValue.Should().Be(value.Length > 0);
        flag.Scope.ToString().Should().Be(scope);
    }

    /// <summary>A flag that leaves the options as they are would be a flag that does nothing: only the runtime's path is read elsewhere.</summary>
    [Fact]
    public unsafe void Each_flag_but_the_runtimes_path_is_put_into_the_options()
    {
        for (var place = 0; place < FlagTable.Count; place++)
        {
            var flag = FlagTable.At(place);
            var value = Text(flag.ValueName) switch
            {
                "" => null,
                "NAME=VALUE" => "A=B",
                "VENDOR/CLASS=NAME" => "vendor.com/gpu=0",
                "LEVEL" => "Debug",
                "hostname|id" => "id",
                _ => "/path",
            };
            var none = new Options();

            var options = flag.Put(none, value is null ? null : OciInterceptor.Linux.CStringArray.Copy(OciInterceptor.Linux.CString.Of(value)));

            ReferenceEquals(options, none).Should().Be(flag.Name.SequenceEqual(FlagTable.RuntimePath), Text(flag.Name));
            options.Equals(none).Should().Be(flag.Name.SequenceEqual(FlagTable.RuntimePath), Text(flag.Name));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("--oi-")]
    [InlineData("oi-env")]
    [InlineData("--oi-env-forc")]
    [InlineData("--oi-env|NAME=VALUE")]
    public void What_is_no_flag_is_not_found(string name) => FlagTable.Find(Encoding.UTF8.GetBytes(name)).Should().Be(-1);

    [Fact]
    public void The_help_has_every_flag_with_its_value_and_its_words()
    {
        var help = HelpText.Render(120);
        var text = Blanks().Replace(help, " ");

        help.Should().Contain("oci-interceptor");
        for (var place = 0; place < FlagTable.Count; place++)
        {
            var flag = FlagTable.At(place);
            text.Should().Contain(Text(flag.Name) + (flag.TakesValue ? $" <{Text(flag.ValueName)}>" : ""));
            text.Should().Contain(Text(flag.Help));
        }
    }

    [Fact]
    public void The_help_offers_no_flag_of_the_runtime() => HelpText.Render(120).Should().NotMatchRegex(@"\s(--help|--version|-h|-\?)");

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    [GeneratedRegex("^--oi-[a-z]+(-[a-z]+)*$")]
    private static partial Regex FlagName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
