namespace OciInterceptor.Engines.Doctor;

/// <summary>A published way out of a container, and the releases of the runtime that end it.</summary>
/// <param name="Program">runc or crun.</param>
/// <param name="Ids">Its CVE numbers.</param>
/// <param name="Fixed">The first fixed release of each line that has one, in order. Later lines have the fix.</param>
internal sealed record KnownEscape(string Program, string Ids, ImmutableArray<string> Fixed)
{
    /// <summary>The feature with which the runtime must be built to have it; null for none.</summary>
    internal string? Feature { get; init; }

    /// <summary>Those that are known to this version of the program.</summary>
    internal static ImmutableArray<KnownEscape> All =>
    [
        new("runc", "CVE-2024-21626", ["1.1.12"]),
        new("runc", "CVE-2025-31133, CVE-2025-52565 and CVE-2025-52881", ["1.2.8", "1.3.3", "1.4.0-rc.3"]),
        // The advisory of the three above names crun; its maintainers found it not affected (containers/crun#1906).
        new("crun", "CVE-2025-24965", ["1.20"]) { Feature = "+LIBKRUN" },
    ];

    /// <summary>Whether a runtime of this version has it.</summary>
    internal bool Concerns(RuntimeVersion version) => version.Program == Program
        && (Feature is null || version.Output.Contains(Feature, StringComparison.Ordinal))
        && !version.IsAtLeast(Fixed[^1])
        && !Fixed.Any(release => version.IsOfLine(release) && version.IsAtLeast(release));
}
