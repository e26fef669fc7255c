using System.Text;
using OciInterceptor.Policy;
using OciInterceptor.Rules.Seccomp;

namespace Manual;

/// <summary>oci-interceptor-profiles(7).</summary>
internal static class ProfilesPage
{
    internal static string Of(DateOnly date)
    {
        var page = new Roff("oci-interceptor-profiles", 7, date, "built-in profiles and seccomp filters of oci-interceptor");
        page.Section("DESCRIPTION");
        page.Text("A profile is a policy file with a name. It is added by --oi-profile, by the member profiles of a policy, or by the name of a symbolic link to oci-interceptor: oci-interceptor-hardened gets the profile hardened. oi-profiles prints one, to start one of your own from.");
        page.Section("PROFILES");
        foreach (var name in BuiltInProfiles.Names)
        {
            page.Subsection(name);
            var members = Profile(name);
            page.Text(members.Description);
            foreach (var (rule, type) in members.Rules)
            {
                page.Item(rule, null, $"A rule of type {type}.");
            }
        }
        page.Section("SECCOMP FILTERS");
        page.Text($"For the member profile of a seccomp rule, last compared with their sources on {BuiltInFilter.DateText}.");
        foreach (var filter in BuiltInFilter.All)
        {
            page.Item(filter.Name, null, $"{filter.Source}.");
        }
        page.SeeAlso("oci-interceptor(1)", "oci-interceptor.json(5)", "oci-interceptor-oi-profiles(1)");
        return page.ToString();
    }

    private static (string Description, (string Name, string Type)[] Rules) Profile(string name)
    {
        using var json = System.Text.Json.JsonDocument.Parse(
            Encoding.UTF8.GetString(BuiltInProfiles.Find(name)!), new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var root = json.RootElement;
        return (root.GetProperty("description").GetString()!, [.. root.GetProperty("rules").EnumerateArray().Select(static rule => (rule.GetProperty("name").GetString()!, rule.GetProperty("type").GetString()!))]);
    }
}
