using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Finds the package of a file on Debian and Ubuntu, by dpkg's own lists, and its changelog in /usr/share/doc.</summary>
internal static class DebianPackage
{
    private const string Usr = "/usr";

    // Other packages' lists are large, and do not have these programs.
    private static ImmutableArray<string> Names => ["runc", "crun", "containerd", "docker", "moby"];

    /// <summary>The package; null if none owns the file, or dpkg is not used here.</summary>
    /// <exception cref="InterceptorException">The lists cannot be read, so it is not known who owns the file.</exception>
    internal static PackageChangelog? Find(IMachine machine, string file) => Owner(machine, PathsOf(machine, file)) is { } package ? Read(machine, package) : null;

    private static string? Owner(IMachine machine, List<string> paths)
    {
        foreach (var list in Names.SelectMany(name => machine.Glob($"/var/lib/dpkg/info/*{name}*.list")).Distinct())
        {
            var lines = Encoding.UTF8.GetString(machine.Read(list) ?? []).Split('\n');
            if (paths.Any(path => Array.IndexOf(lines, path) >= 0))
            {
                return Path.GetFileNameWithoutExtension(list).Split(':')[0];
            }
        }
        return null;
    }

    // A file is listed as it was packed: below /usr or not, and before it was diverted (dpkg-divert(1)).
    private static List<string> PathsOf(IMachine machine, string file)
    {
        List<string> paths = [file];
        var diversions = Encoding.UTF8.GetString(machine.Read("/var/lib/dpkg/diversions") ?? []).Split('\n');
        for (var i = 0; i + 2 < diversions.Length; i += 3)
        {
            if (diversions[i + 1] == file)
            {
                paths = [diversions[i]];
            }
        }
        return [.. paths, .. paths.Select(path => path.StartsWith(Usr + "/", StringComparison.Ordinal) ? path[Usr.Length..] : Usr + path)];
    }

    private static PackageChangelog? Read(IMachine machine, string package)
    {
        var text = Text(machine, $"/usr/share/doc/{package}/changelog.Debian") ?? Text(machine, $"/usr/share/doc/{package}/changelog");
        // "runc (1.1.5+ds1-1+deb12u1) bookworm-security; urgency=high"
        if (text is not null && text.Split('\n', 2)[0].Split(['(', ')'], 3) is [_, var version, _])
        {
            // The newest entries are first. Of a long output the end is not read.
            var isCut = !text.EndsWith('\n') || text.Contains("apt-get changelog", StringComparison.Ordinal) || text.Contains("apt changelog", StringComparison.Ordinal);
            return new PackageChangelog(package, version, text) { NamesEveryFix = true, OldestYear = isCut ? OldestYear(text) : null };
        }
        return Installed(machine, package) is { } installed ? new PackageChangelog(package, installed, null) : null;
    }

    // gzip(1), which every Debian has, costs less than the framework's: it would make this program larger by a tenth of a megabyte.
    private static string? Text(IMachine machine, string path)
    {
        try
        {
            return machine.Status(path + ".gz") is not null ? machine.Output(machine.Find("gzip") ?? "/usr/bin/gzip", "-dc", path + ".gz")
                : machine.Read(path) is { } content ? Encoding.UTF8.GetString(content)
                : null;
        }
        catch (InterceptorException)
        {
            return null;
        }
    }

    // " -- Name <address>  Fri, 02 Feb 2024 21:53:05 +0800"; a year that cannot be read might be any.
    private static int OldestYear(string text)
    {
        var last = text.LastIndexOf("\n -- ", StringComparison.Ordinal);
        return last < 0 ? int.MaxValue : PackageChangelog.YearOf(text[(last + 1)..].Split('\n', 2)[0]) ?? int.MaxValue;
    }

    // The version of a package without documentation, as in images.
    private static string? Installed(IMachine machine, string package)
    {
        var isIt = false;
        foreach (var line in Encoding.UTF8.GetString(machine.Read("/var/lib/dpkg/status") ?? []).Split('\n'))
        {
            isIt = line.StartsWith("Package: ", StringComparison.Ordinal) ? line["Package: ".Length..] == package : isIt;
            if (isIt && line.StartsWith("Version: ", StringComparison.Ordinal))
            {
                return line["Version: ".Length..];
            }
        }
        return null;
    }
}
