using System.Text.RegularExpressions;
using Manual;
using OciInterceptor.Commands.Reference;
using OciInterceptor.Policy;
using OciInterceptor.Rules.Seccomp;
using OciInterceptor.Schema;

namespace OciInterceptor.Tests.Manual;

/// <summary>What can be typed, and what a policy can hold, is in a manual page.</summary>
public sealed partial class ShareTests
{
    private static readonly Dictionary<string, string> _files = Share.Files(new DateOnly(2026, 11, 30)).ToDictionary(file => file.Path, file => file.Content);

    public static TheoryData<string> Pages => [.. _files.Keys.Where(path => path.StartsWith("man/", StringComparison.Ordinal))];

    [Fact]
    public void Every_command_has_a_page_with_its_options_arguments_and_examples()
    {
        foreach (var command in CommandReference.Commands)
        {
            var page = Page($"man1/oci-interceptor-{command.Name}.1");
            page.Should().Contain(command.Usage[0]).And.Contain(command.Summary);
            foreach (var option in command.Options)
            {
                page.Should().Contain(string.Join(", ", option.Names)).And.ContainEquivalentOf(option.Description);
            }
            foreach (var argument in command.Arguments)
            {
                page.Should().Contain(argument.Name).And.ContainEquivalentOf(argument.Description);
            }
            foreach (var example in command.Examples)
            {
                page.Should().Contain(example.Purpose).And.Contain(Flat(example.Line));
            }
            Page("man1/oci-interceptor.1").Should().Contain($"see oci-interceptor-{command.Name}(1)");
        }
    }

    [Fact]
    public void The_page_of_the_program_has_every_flag()
    {
        foreach (var flag in CommandReference.Program.Options)
        {
            Page("man1/oci-interceptor.1").Should().Contain($"{flag.Names[0]}{(flag.Value is null ? "" : $" {flag.Value}")} ").And.ContainEquivalentOf(flag.Description);
        }
    }

    [Fact]
    public void The_page_of_the_policy_has_every_member_of_the_file_of_rules_and_of_conditions()
    {
        var page = Page("man5/oci-interceptor.json.5");
        foreach (var type in RuleTypes.All)
        {
            page.Should().Contain($".SS {type.Name} {Flat(type.Summary)}");
        }
        foreach (var member in PolicyFileReader.Members.Concat(PolicyFileReader.RuleMembers).Concat(RuleTypes.All.SelectMany(type => type.Members)).SelectMany(Within))
        {
            page.Should().Contain($"{member.Name} {ShapeText.Of(member.Shape)}").And.Contain(Flat(member.Help));
        }
    }

    [Fact]
    public void The_page_of_profiles_has_each_profile_its_rules_and_each_filter()
    {
        var page = Page("man7/oci-interceptor-profiles.7");
        foreach (var name in BuiltInProfiles.Names.Concat(BuiltInFilter.Names))
        {
            page.Should().Contain(name);
        }
        page.Should().Contain("kvm-and-tun A rule of type devices.");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_has_the_form_of_a_page_and_no_line_that_is_taken_for_a_request(string path)
    {
        var lines = _files[path].Split('\n');

        lines[0].Should().MatchRegex($@"^\.TH ""OCI\\-INTERCEPTOR.*"" {path[^1]} 2026-11-30 ""oci-interceptor \d+\.\d+\.\d+");
        lines.Skip(1).Should().NotContain(line => line.StartsWith('.') && !Request().IsMatch(line));
        lines.Should().NotContain(line => line.StartsWith('\'')).And.OnlyContain(line => line.All(char.IsAscii));
        lines.Should().NotContain(line => line.Length > 80 && line.Contains(' ') && !line.StartsWith('.') && !line.StartsWith("\\fB", StringComparison.Ordinal) && !line.Contains("oci\\-interceptor", StringComparison.Ordinal) && !line.Contains('{'));
    }

    [Theory]
    [InlineData("a.b -c 'd' \"e\" \\f `g` ~h ^i…", "a.b \\-c \\(aqd\\(aq \\(dqe\\(dq \\ef \\(gag\\(ga \\(tih \\(hai\\[u2026]\n")]
    [InlineData(".x. 'y", "\\&.x.\n\\(aqy\n")]
    [InlineData("One. Two", "One.\nTwo\n")]
    public void Text_is_escaped(string text, string written)
    {
        var page = new Roff("x", 1, default, "y");
        var before = page.ToString().Length;
        page.Text(text);
        page.ToString()[before..].Should().Be(written);
    }

    [Fact]
    public void A_long_line_is_broken_and_what_begins_the_next_is_no_request()
    {
        var page = new Roff("x", 1, default, "y");
        var before = page.ToString().Length;
        page.Text($"{new string('a', 78)} .b");
        page.ToString()[before..].Should().Be($"{new string('a', 78)}\n\\&.b\n");
    }

    [Fact]
    public void Completions_are_where_the_shells_look_for_them() => _files.Keys.Should().Contain(
        ["bash-completion/completions/oci-interceptor", "zsh/site-functions/_oci-interceptor", "fish/vendor_completions.d/oci-interceptor.fish"]);

    private static IEnumerable<Member> Within(Member member)
    {
        yield return member;
        var inner = ShapeText.MembersOf(member.Shape);
        foreach (var one in inner.IsEmpty && ShapeText.Recursive(member.Shape) is { } named ? ShapeText.MembersOf(named.Definition()).Where(one => ShapeText.Recursive(one.Shape) is null) : inner)
        {
            foreach (var deeper in Within(one))
            {
                yield return deeper;
            }
        }
    }

    // A page as it is read: without fonts and escapes, every blank alike.
    private static string Page(string name) => Flat(Font().Replace(_files[$"man/{name}"], "").Replace("\n.TP\n", "\n", StringComparison.Ordinal).Replace("\\-", "-").Replace("\\(aq", "'").Replace("\\(dq", "\"")
        .Replace("\\(ti", "~").Replace("\\(ha", "^").Replace("\\(ga", "`").Replace("\\&", "").Replace("\\[u2026]", "…").Replace("\\[u2013]", "–").Replace("\\e", "\\"));

    private static string Flat(string text) => Blanks().Replace(text, " ");

    [GeneratedRegex(@"\\f[BIR]")]
    private static partial Regex Font();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^\.(SH|SS|TP|PP|EX|EE|RS 4|RE|BR)( |$)")]
    private static partial Regex Request();
}
