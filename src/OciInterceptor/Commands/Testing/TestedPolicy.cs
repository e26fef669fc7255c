using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands.Testing;

/// <summary>Loads the policy of a test file: its policy files, then the profiles that these and the test file name. Nothing of /etc is read.</summary>
internal sealed class TestedPolicy(TestFile file, TestInput input)
{
    // Read once for all tests of the file, each of which reads the rules anew for its machine.
    private readonly Dictionary<string, byte[]> _contents = [];

    /// <summary>The policy, its rules as a machine has them.</summary>
    /// <exception cref="InterceptorException">A file cannot be read or understood, or a profile is unknown.</exception>
    internal EffectivePolicy Load(IHost host)
    {
        var files = ImmutableArray.CreateBuilder<PolicyFile>();
        foreach (var policy in file.Policies)
        {
            files.Add(At(policy, () => Read(file.PathOf(policy.AsText()), host)));
        }
        var policies = files.ToImmutable();
        var inForce = NamedProfile.InForce(policies, file.Profiles.Map(static profile => profile.AsText()));
        foreach (var profile in inForce)
        {
            files.Add(Profile(profile, host));
        }
        var shadows = NamedProfile.Shadows(policies, [], inForce).Select(shadow => new Shadow(shadow.Name, Profile(shadow, host).Rules)).ToImmutableArray();
        return EffectivePolicy.OfFiles(files.DrainToImmutable(), shadows) with { Settings = new PolicySettings() };
    }

    private PolicyFile Profile(NamedProfile profile, IHost host) =>
        Profile(profile.Name, profile.NamedBy?.Path ?? file.Path, host) ?? throw (profile.NamedBy is { } policy
            ? policy.Members.Error(profile.Member, profile.Name, Unknown(profile.Name))
            : file.Profiles.FirstOrDefault(named => named.AsText() == profile.Name)!.Error(Unknown(profile.Name)));

    // An operator's profile replaces a built-in one of the same name.
    private PolicyFile? Profile(string name, string namedBy, IHost host)
    {
        if (!ProfileName.IsOne(name))
        {
            return null;
        }
        foreach (var ending in PolicyPaths.Endings)
        {
            var path = TestFile.Beside(namedBy, $"profiles/{name}{ending}");
            if (_contents.ContainsKey(path) || input.Exists(path))
            {
                return Complete(Read(path, host));
            }
        }
        return BuiltInProfiles.Find(name) is { } content ? Complete(PolicyFileReader.Read($"profile {name}", content, host)) : null;
    }

    private static PolicyFile Complete(PolicyFile profile)
    {
        profile.RequireNoProfiles();
        return profile;
    }

    private PolicyFile Read(string path, IHost host)
    {
        if (!_contents.TryGetValue(path, out var content))
        {
            _contents[path] = content = input.Read(path);
        }
        return PolicyFileReader.Read(path, content, host);
    }

    // What cannot be read is named in the test file.
    private static PolicyFile At(JsonScalar name, Func<PolicyFile> read)
    {
        try
        {
            return read();
        }
        catch (InterceptorException e) when (e is not JsonFormatException)
        {
            throw name.Error(e.Message, e);
        }
    }

    private static string Unknown(string name) =>
        $"unknown profile {name}: found neither profiles/{name}.json beside this file nor a built-in one{NearestName.Hint(name, BuiltInProfiles.Names)}";
}
