using OciInterceptor.Call;
using OciInterceptor.Call.Flags;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Policy;

/// <summary>Loads the policy of a call: policy files, then profiles, then flags.</summary>
internal sealed class PolicyLoader(PolicyPaths paths, IHost host)
{
    /// <summary>The origin in <see cref="Profiles"/> of a profile that comes with the program.</summary>
    internal const string BuiltIn = "built in";

    /// <summary>The largest policy file, in bytes: 4 MiB.</summary>
    internal const int MaxSize = 4 << 20;

    /// <summary>A file that takes the place of one that is there; null for none.</summary>
    internal ProposedFile? Proposed { get; init; }

    /// <summary>The policy of a call; the flags alone if the call does not concern rules or the operator has no policy.</summary>
    /// <exception cref="InterceptorException">As for <see cref="Load"/>.</exception>
    internal static EffectivePolicy For(RuntimeCall call)
    {
        var isAsked = call.Options is not { Config: null, Profiles.IsEmpty: true, WarnProfiles.IsEmpty: true } || PolicyFiles.Exist();
        return call.ConcernsRules && isAsked
            ? new PolicyLoader(PolicyPaths.Default, new LinuxHost { FindRuntime = () => call.RuntimeFile, AskRuntime = () => call.AskRuntime() }).Load(call.Options)
            : EffectivePolicy.OfFlags(call.Options);
    }

    /// <exception cref="InterceptorException">A file cannot be read, trusted or understood, or a profile is missing. A shadow has a fault instead.</exception>
    internal EffectivePolicy Load(Options options)
    {
        var files = ImmutableArray.CreateBuilder<PolicyFile>();
        foreach (var path in FilesFor(options))
        {
            files.Add(PolicyFileReader.ReadForCall(path, ContentOf(path), host));
        }
        var named = files.ToImmutable();
        var inForce = NamedProfile.InForce(named, options.Profiles);
        foreach (var profile in inForce)
        {
            files.Add(ReadProfile(profile, PolicyFileReader.ReadForCall));
        }
        var shadows = NamedProfile.Shadows(named, options.WarnProfiles, inForce).Select(ReadShadow).ToImmutableArray();
        var policy = EffectivePolicy.OfFiles(files.DrainToImmutable(), shadows);
        return policy with { Settings = policy.Settings.With(FlagPolicy.Settings(options)), Rules = policy.Rules.AddRange(FlagPolicy.Rules(options, host)), Flags = options };
    }

    /// <summary>The policy files in force, in order; profiles come after them.</summary>
    internal List<string> FilesFor(Options options)
    {
        if (options.Config is { } config)
        {
            return [config];
        }
        var main = paths.Config;
        // It may have been renamed between the looks at its two names.
        List<string> files = PolicyPaths.Exists(main) ? [main] : PolicyPaths.Exists(paths.Config) ? [paths.Config] : [];
        if (PolicyPaths.Exists(paths.Directory))
        {
            files.AddRange(FilesIn(paths.Directory));
        }
        return Proposed is null ? files : Proposed.Among(files, paths);
    }

    /// <summary>What looks like a part of the policy and is not read; nothing if <c>--oi-config</c> names the policy.</summary>
    internal ImmutableArray<UnreadFile> NotRead(Options options) => options.Config is null ? new UnreadFiles(paths).All : [];

    /// <summary>All profiles, by name, with the origin of each.</summary>
    internal ImmutableArray<(string Name, string Origin)> Profiles
    {
        get
        {
            var origins = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in BuiltInProfiles.Names)
            {
                origins[name] = BuiltIn;
            }
            foreach (var path in PolicyPaths.Exists(paths.Profiles) ? FilesIn(paths.Profiles) : [])
            {
                origins[Path.GetFileNameWithoutExtension(path)] = path;
            }
            return origins.Keys.Order(StringComparer.Ordinal).Select(name => (name, origins[name])).ToImmutableArray();
        }
    }

    /// <summary>What a profile says of itself; nothing if it cannot be read.</summary>
    internal (string? Description, string? Date) About(string profile)
    {
        try
        {
            var members = ReadProfile(profile).Members;
            return (members.Text("description"), members.Text("date"));
        }
        catch (InterceptorException)
        {
            return default;
        }
    }

    /// <summary>A profile of the operator's, else one that comes with the program.</summary>
    internal PolicyFile ReadProfile(string name) => ReadProfile(name, PolicyFileReader.Read);

    private PolicyFile ReadProfile(string name, Func<string, byte[], IHost, PolicyFile> read)
    {
        var (path, content) = ProfileSource(name);
        var file = read(path, content, host);
        file.RequireNoProfiles();
        return file;
    }

    private PolicyFile ReadProfile(NamedProfile profile, Func<string, byte[], IHost, PolicyFile> read)
    {
        try
        {
            return ReadProfile(profile.Name, read);
        }
        // An error within the profile has its place there.
        catch (InterceptorException e) when (profile.NamedBy is not null && e is not JsonFormatException)
        {
            throw profile.NamedBy.Members.Error(profile.Member, profile.Name, e.Message);
        }
    }

    private Shadow ReadShadow(NamedProfile profile)
    {
        try
        {
            return new Shadow(profile.Name, ReadProfile(profile, PolicyFileReader.Read).Rules);
        }
        catch (InterceptorException e)
        {
            return new Shadow(profile.Name, []) { Fault = e.Message };
        }
    }

    /// <summary>What a profile is called in messages, and its bytes.</summary>
    internal (string Path, byte[] Content) ProfileSource(string name)
    {
        var path = paths.Profile(ProfileName.Check(name));
        // It may have been renamed between the looks at its two names.
        path = PolicyPaths.Exists(path) ? path : paths.Profile(name);
        return (Proposed?.Path == path ? Proposed.Content is not null : PolicyPaths.Exists(path))
            ? (path, ContentOf(path))
            : BuiltInProfiles.Find(name) is { } content
                ? ($"profile {name}", content)
                : throw new InterceptorException($"unknown profile {name}: found neither {path} nor a built-in one{NearestName.Hint(name, BuiltInProfiles.Names)}");
    }

    /// <summary>Reads one policy file, if it can be trusted.</summary>
    internal PolicyFile Read(string path) => PolicyFileReader.Read(path, ContentOf(path), host);

    private byte[] ContentOf(string path) => Proposed?.Path == path && Proposed.Content is { } proposed ? proposed : Content(path);

    /// <summary>A policy file's bytes, if it can be trusted.</summary>
    internal static byte[] Content(string path)
    {
        try
        {
            return TrustedFile.Read(path, MaxSize);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read the policy {path}: {e.Message}", e);
        }
    }

    private static ImmutableArray<string> FilesIn(string directory)
    {
        try
        {
            // In the order of their bytes: ordinal order of UTF-16 differs only beyond the Basic Multilingual Plane.
            // Every entry of such a name is taken; reading it fails if it is not a file.
            return Directory.EnumerateFileSystemEntries(directory).Where(PolicyPaths.IsPolicy).Order(StringComparer.Ordinal).ToImmutableArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot read the policy directory {directory}: {Errno.Cause(e)}", e);
        }
    }
}
