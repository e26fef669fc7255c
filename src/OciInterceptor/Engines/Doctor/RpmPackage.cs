namespace OciInterceptor.Engines.Doctor;

/// <summary>Finds the package of a file on Fedora and its relatives, by asking rpm(8).</summary>
internal static class RpmPackage
{
    /// <summary>The package; null if none owns the file, or rpm is not used here.</summary>
    internal static PackageChangelog? Find(IMachine machine, string file) =>
        machine.Find("rpm") is { } rpm && machine.Output(rpm, "-q", "--queryformat", "%{NAME} %{VERSION}-%{RELEASE}", "-f", file) is { } answer
            && answer.Split(' ') is [var name, var version]
            ? new PackageChangelog(name, version, machine.Output(rpm, "-q", "--changelog", "-f", file))
            : null;
}
