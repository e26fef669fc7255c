using System.Collections.Immutable;
using OciInterceptor.Cli;
using OciInterceptor.Linux;
using OciInterceptor.Policy.Reading;

namespace OciInterceptor.Policy;

/// <summary>Gathers what holds for a call: policy files, then profiles, then flags.</summary>
internal sealed class PolicyLoader(PolicyPaths paths, IHost host)
{
    private const int MaxSize = 4 << 20;

    /// <exception cref="InterceptorException">A file cannot be read, trusted or understood, or a profile is not there.</exception>
    internal EffectivePolicy Load(Options options)
    {
        var files = ReadFiles(options);
        foreach (var profile in ProfilesOf(files, options))
        {
            files.Add(ReadProfile(profile));
        }
        var settings = new PolicySettings();
        var rules = ImmutableArray.CreateBuilder<PolicyRule>();
        foreach (var file in files)
        {
            settings = settings.With(file.Settings);
            rules.AddRange(file.Rules);
        }
        rules.AddRange(FlagPolicy.Rules(options));
        return new EffectivePolicy(settings.With(FlagPolicy.Settings(options)), rules.DrainToImmutable()) { Files = [.. files], Flags = FlagPolicy.Text(options) };
    }

    /// <summary>A profile of the operator's, else one that comes with the program.</summary>
    internal PolicyFile ReadProfile(string name)
    {
        var path = paths.Profile(ProfileName.Check(name));
        var file = Exists(path)
            ? Read(path)
            : BuiltInProfiles.Find(name) is { } content
                ? PolicyFileReader.Read($"profile {name}", content, host)
                : throw new InterceptorException($"there is no profile {name}: neither {path} nor a built-in one{Nearest.Hint(name, BuiltInProfiles.Names)}");
        return file.Profiles.IsEmpty ? file : throw new InterceptorException($"{file.Path}: a profile cannot name profiles");
    }

    /// <summary>Reads one policy file, if it can be trusted.</summary>
    internal PolicyFile Read(string path)
    {
        try
        {
            return PolicyFileReader.Read(path, TrustedFile.Read(path, MaxSize), host);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read the policy {path}: {e.Message}", e);
        }
    }

    // Each once, where it is named first.
    private static List<string> ProfilesOf(List<PolicyFile> files, Options options)
    {
        var names = new List<string>();
        foreach (var file in files)
        {
            names.AddRange(file.Profiles);
        }
        names.AddRange(options.Profiles);
        return names.Count < 2 ? names : [.. names.Distinct()];
    }

    private List<PolicyFile> ReadFiles(Options options)
    {
        var files = new List<PolicyFile>();
        if (options.Config is { } config)
        {
            files.Add(Read(config));
            return files;
        }
        if (Exists(paths.Config))
        {
            files.Add(Read(paths.Config));
        }
        if (Exists(paths.Directory))
        {
            foreach (var path in FilesIn(paths.Directory))
            {
                files.Add(Read(path));
            }
        }
        return files;
    }

    private static ImmutableArray<string> FilesIn(string directory)
    {
        try
        {
            // In the order of their bytes: ordinal order of UTF-16 differs only beyond the Basic Multilingual Plane.
            return [.. Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot read the policy directory {directory}: {e.Message}", e);
        }
    }

    // What is there but cannot be looked at, or is a link that leads nowhere, is an error later and not an absence.
    private static bool Exists(string path)
    {
        try
        {
            _ = FileStatus.OfName(path);
            return true;
        }
        catch (IOException e)
        {
            return e.HResult is not (Errno.NoEntry or Errno.NotDirectory);
        }
    }
}
