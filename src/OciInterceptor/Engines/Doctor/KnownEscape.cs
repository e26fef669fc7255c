namespace OciInterceptor.Engines.Doctor;

/// <summary>A published way out of a container, or around what an engine was told, and the releases that end it.</summary>
/// <param name="Program">As <see cref="RuntimeVersion"/> names it: runc, crun, containerd or docker.</param>
/// <param name="Id">Its CVE number.</param>
/// <param name="Fixed">The first fixed release of each line that has one, in order. Later lines have the fix.</param>
/// <param name="Source">The address of the publication that names these releases.</param>
internal sealed record KnownEscape(string Program, string Id, ImmutableArray<string> Fixed, string Source)
{
    /// <summary>The release that brought it; null for an unknown or very old one.</summary>
    internal string? Since { get; init; }

    /// <summary>The feature with which the runtime must be built to have it; null for none.</summary>
    internal string? Feature { get; init; }

    /// <summary>The year of its number: no fix is older.</summary>
    internal int Year => int.Parse(Id.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether a release of this version has it, as far as the project's own releases tell.</summary>
    internal bool Concerns(RuntimeVersion version) => version.Program == Program
        && (Feature is null || version.Output.Contains(Feature, StringComparison.Ordinal))
        && (Since is null || version.IsAtLeast(Since))
        && !version.IsAtLeast(Fixed[^1])
        && !Fixed.Any(release => version.IsOfLine(release) && version.IsAtLeast(release));
}
