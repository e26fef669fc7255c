using System.Globalization;

namespace OciInterceptor.Engines.Doctor;

/// <summary>What a runtime prints about itself: "runc version 1.2.8", "crun version 1.20".</summary>
/// <remarks>
/// <paramref name="Candidate"/> is null for a release. <paramref name="IsDistributions"/> says that a distribution has built it,
/// and may have backported fixes.
/// </remarks>
internal sealed record RuntimeVersion(string Program, string Text, Version Number, int? Candidate, bool IsDistributions, string Output)
{
    /// <summary>Null if it is neither runc nor crun, or prints no version.</summary>
    internal static RuntimeVersion? Parse(string output)
    {
        if (output.Split([' ', '\n'], 4) is not [("runc" or "crun") and var program, "version", var text, ..])
        {
            return null;
        }
        var rest = text.TrimStart([.. "0123456789."]);
        var number = text[..^rest.Length].TrimEnd('.');
        var candidate = rest.StartsWith("-rc", StringComparison.Ordinal) ? rest[3..].TrimStart('.') : "";
        candidate = candidate[..^candidate.TrimStart([.. "0123456789"]).Length];
        var isCandidate = int.TryParse(candidate, CultureInfo.InvariantCulture, out var which);
        return Version.TryParse(number, out var parsed)
            ? new RuntimeVersion(program, text, Whole(parsed), isCandidate ? which : null, !isCandidate && rest.Length > 0, output)
            : null;
    }

    /// <summary>Whether this is a release, written as "1.2.8" or "1.4.0-rc.3", or a later one.</summary>
    internal bool IsAtLeast(string release)
    {
        var parts = release.Split("-rc.");
        var order = Number.CompareTo(NumberOf(parts[0]));
        return order > 0 || (order == 0 && (Candidate ?? int.MaxValue) >= (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : int.MaxValue));
    }

    /// <summary>Whether it belongs to the same line (major and minor number) as a release.</summary>
    internal bool IsOfLine(string release) => NumberOf(release.Split('-')[0]) is var other && Number.Major == other.Major && Number.Minor == other.Minor;

    private static Version NumberOf(string text) => Whole(Version.Parse(text));

    private static Version Whole(Version version) => new(version.Major, version.Minor, Math.Max(version.Build, 0));
}
