namespace OciInterceptor.Policy;

/// <summary>A profile and who names it.</summary>
/// <param name="Name">The profile.</param>
/// <param name="NamedBy">The policy file; null for a flag, or for the name of the call.</param>
/// <param name="Member">The file's member that names it.</param>
internal sealed record NamedProfile(string Name, PolicyFile? NamedBy, string Member)
{
    private const string InForceMember = "profiles";
    private const string ShadowMember = "shadow";

    /// <summary>The profiles in force, each once at its first mention by a file or by a flag.</summary>
    internal static List<NamedProfile> InForce(ImmutableArray<PolicyFile> files, ImmutableArray<string> flags)
    {
        var profiles = new List<NamedProfile>();
        foreach (var file in files)
        {
            AddNew(profiles, file.IsShadow ? [] : file.Profiles, file, InForceMember);
        }
        AddNew(profiles, flags, null, InForceMember);
        return profiles;
    }

    /// <summary>The profiles that are only tried out: those of files in mode warn, and those that a member or a flag names for that. None of them is in force.</summary>
    internal static List<NamedProfile> Shadows(ImmutableArray<PolicyFile> files, ImmutableArray<string> flags, List<NamedProfile> inForce)
    {
        var profiles = new List<NamedProfile>();
        foreach (var file in files)
        {
            AddNew(profiles, file.IsShadow ? file.Profiles : [], file, InForceMember);
            AddNew(profiles, file.Shadows, file, ShadowMember);
        }
        AddNew(profiles, flags, null, ShadowMember);
        profiles.RemoveAll(shadow => inForce.Exists(known => known.Name == shadow.Name));
        return profiles;
    }

    private static void AddNew(List<NamedProfile> profiles, ImmutableArray<string> names, PolicyFile? namedBy, string member)
    {
        foreach (var name in names)
        {
            if (!profiles.Exists(known => known.Name == name))
            {
                profiles.Add(new NamedProfile(name, namedBy, member));
            }
        }
    }
}
