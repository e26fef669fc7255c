using OciInterceptor.Policy;
using OciInterceptor.Schema;

namespace Manual;

/// <summary>oci-interceptor.json(5), from the declarations by which a policy is read.</summary>
internal static class PolicyPage
{
    private const string Example = """
        {
          // Comments and trailing commas are allowed.
          "profiles": ["hardened"],
          "rules": [
            { "name": "no-docker-socket", "type": "deny", "when": { "mountSource": ["/run/docker.sock"] }, "message": "who has Docker's socket has the host" },
            { "name": "processes", "type": "resources", "default": { "pids": { "limit": 512 } } },
          ]
        }
        """;

    internal static string Of(DateOnly date)
    {
        var page = new Roff("oci-interceptor.json", 5, date, "policy of oci-interceptor");
        page.Section("DESCRIPTION");
        page.Paragraphs("""
            A policy is a JSON file with comments and trailing commas. It is read at each call that carries a container's configuration, and nothing has to be restarted when it changes.

            It must belong to root or to the user who calls, and nobody else may be able to write to it or to a directory above it. If it cannot be read, no container starts.

            oi-validate checks a policy, and oi-schema prints its JSON Schema for editors.
            """);
        page.Section("MEMBERS");
        Members(page, PolicyFileReader.Members, "");
        page.Section("MEMBERS OF EVERY RULE");
        Members(page, PolicyFileReader.RuleMembers, "");
        foreach (var named in PolicyFileReader.RuleMembers.Concat(RuleTypes.All.SelectMany(static type => type.Members)).Select(static member => ShapeText.Recursive(member.Shape)).OfType<Shape.Named>().DistinctBy(static named => named.Name))
        {
            page.Section($"MEMBERS OF {named.Name}");
            Members(page, ShapeText.MembersOf(named.Definition()), "");
        }
        page.Section("RULES");
        foreach (var type in RuleTypes.All)
        {
            page.Subsection(type.Name);
            page.Text(type.Summary);
            Members(page, type.Members, "");
        }
        page.Section("EXAMPLES");
        page.Literal(Example);
        page.SeeAlso("oci-interceptor(1)", "oci-interceptor-oi-validate(1)", "oci-interceptor-oi-test(1)", "oci-interceptor-profiles(7)");
        return page.ToString();
    }

    // Members of objects within are named by their path: log.level.
    private static void Members(Roff page, IEnumerable<Member> members, string prefix)
    {
        foreach (var member in members)
        {
            page.Item($"{prefix}{member.Name}", ShapeText.Of(member.Shape), member.IsRequired ? $"{member.Help} It is required." : member.Help);
            if (ShapeText.MembersOf(member.Shape) is { IsEmpty: false } inner)
            {
                Members(page, inner, $"{prefix}{member.Name}.");
            }
        }
    }
}
