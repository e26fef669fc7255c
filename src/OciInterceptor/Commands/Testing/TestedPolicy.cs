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

    /// <summary>The policy's files in order, their rules as a machine has them.</summary>
    /// <exception cref="InterceptorException">One cannot be read or understood, or a profile is unknown.</exception>
    internal ImmutableArray<PolicyFile> Load(IHost host)
    {
        var files = ImmutableArray.CreateBuilder<PolicyFile>();
        var profiles = new HashSet<string>();
        foreach (var policy in file.Policies)
        {
            files.Add(At(policy, () => Read(file.PathOf(policy.AsText()), host)));
        }
        foreach (var policy in files.ToImmutable())
        {
            foreach (var name in policy.Profiles.RemoveAll(name => !profiles.Add(name)))
            {
                files.Add(Profile(name, policy.Path, host) ?? throw policy.Members.Error("profiles", name, Unknown(name)));
            }
        }
        foreach (var profile in file.Profiles)
        {
            var name = profile.AsText();
            if (profiles.Add(name))
            {
                files.Add(Profile(name, file.Path, host) ?? throw profile.Error(Unknown(name)));
            }
        }
        return files.DrainToImmutable();
    }

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

    private static PolicyFile Complete(PolicyFile profile) =>
        profile.Profiles.IsEmpty ? profile : throw profile.Members.Error("profiles", "a profile cannot name profiles");

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
