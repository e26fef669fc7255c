using System.Globalization;

namespace OciInterceptor.Engines.Doctor;

/// <summary>What a runtime or an engine prints about itself: "runc version 1.2.8", "crun version 1.20", "Docker version 29.9.0, build …".</summary>
/// <remarks>
/// <paramref name="Candidate"/> is null for a release. <paramref name="IsDistributions"/> says that a distribution has built it,
/// and may have backported fixes.
/// </remarks>
internal sealed record RuntimeVersion(string Program, string Text, Version Number, int? Candidate, bool IsDistributions, string Output)
{
    /// <summary>Null for another program than runc, crun, containerd or dockerd, or without a version.</summary>
    internal static RuntimeVersion? Parse(string output) => output.Split([' ', '\n'], 4) switch
    {
        [("runc" or "crun") and var program, "version", var text, ..] => Of(program, text, output),
        ["Docker", "version", var text, ..] => Of("docker", text.TrimEnd(','), output),
        ["containerd", _, var text, ..] => Of("containerd", text.TrimStart('v'), output),
        _ => null,
    };

    /// <summary>Whether this is a release, written as "1.2.8" or "1.4.0-rc.3", or a later one.</summary>
    internal bool IsAtLeast(string release) => Compare(release) >= 0;

    /// <summary>Whether this is later than a release.</summary>
    internal bool IsAfter(string release) => Compare(release) > 0;

    /// <summary>Whether it belongs to the same line (major and minor number) as a release.</summary>
    internal bool IsOfLine(string release) => NumberOf(release.Split('-')[0]) is var other && Number.Major == other.Major && Number.Minor == other.Minor;

    /// <summary>The number with which a version begins; null if it begins with none.</summary>
    internal static Version? Leading(string text)
    {
        var rest = text.TrimStart([.. "0123456789."]);
        return Version.TryParse(text[..^rest.Length].TrimEnd('.'), out var number) ? Whole(number) : null;
    }

    private static RuntimeVersion? Of(string program, string text, string output)
    {
        var rest = text.TrimStart([.. "0123456789."]);
        var candidate = rest.StartsWith("-rc", StringComparison.Ordinal) ? rest[3..].TrimStart('.') : "";
        candidate = candidate[..^candidate.TrimStart([.. "0123456789"]).Length];
        var isCandidate = int.TryParse(candidate, CultureInfo.InvariantCulture, out var which);
        return Leading(text) is { } number
            ? new RuntimeVersion(program, text, number, isCandidate ? which : null, !isCandidate && rest.Length > 0, output)
            : null;
    }

    private int Compare(string release)
    {
        var parts = release.Split("-rc.");
        var order = Number.CompareTo(NumberOf(parts[0]));
        return order != 0 ? order : (Candidate ?? int.MaxValue).CompareTo(parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : int.MaxValue);
    }

    private static Version NumberOf(string text) => Whole(Version.Parse(text));

    private static Version Whole(Version version) => new(version.Major, version.Minor, Math.Max(version.Build, 0));
}
