namespace OciInterceptor.Engines.Doctor;

/// <summary>The escapes that this version of the program knows. Each entry has been read in the publication that is its source.</summary>
internal static class EscapeList
{
    /// <summary>How long the list is trusted, in days: about as long as runc supports a line of releases with security fixes.</summary>
    internal const int Days = 180;

    private const string Libkrun = "+LIBKRUN";
    private const string Runc = "https://github.com/opencontainers/runc/security/advisories/";
    private const string Crun = "https://github.com/containers/crun/";
    private const string Containerd = "https://github.com/containerd/containerd/security/advisories/";
    private const string Moby = "https://github.com/moby/moby/security/advisories/";

    /// <summary>The day on which it was last compared with what had been published.</summary>
    internal static DateOnly Date { get; } = new(2026, 11, 29);

    /// <summary>The date as reports write it.</summary>
    internal static string DateText => Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The newest release of each program on that day: what is newer was not compared.</summary>
    internal static ImmutableArray<(string Program, string Release)> Newest =>
        [("runc", "1.6.0-rc.2"), ("crun", "1.31"), ("containerd", "2.3.7"), ("docker", "29.9.0")];

    internal static ImmutableArray<KnownEscape> All =>
    [
        new("runc", "CVE-2024-21626", ["1.1.12"], Runc + "GHSA-xr7r-f8xq-vfvv"),
        new("runc", "CVE-2025-31133", ["1.2.8", "1.3.3", "1.4.0-rc.3"], Runc + "GHSA-9493-h29p-rfm2"),
        new("runc", "CVE-2025-52565", ["1.2.8", "1.3.3", "1.4.0-rc.3"], Runc + "GHSA-qw9x-cqr3-wc7r"),
        // The advisory names crun too; its maintainers found it not affected (containers/crun#1906).
        new("runc", "CVE-2025-52881", ["1.2.8", "1.3.3", "1.4.0-rc.3"], Runc + "GHSA-cgrx-mc8f-2prm"),
        new("runc", "CVE-2026-41579", ["1.3.6", "1.4.3", "1.5.0-rc.3"], "https://www.openwall.com/lists/oss-security/2026/06/13/2"),
        new("runc", "CVE-2026-119101", ["1.3.7", "1.4.4", "1.5.3", "1.6.0-rc.2"], "https://github.com/opencontainers/runc/releases/tag/v1.5.3"),

        new("crun", "CVE-2025-24965", ["1.20"], Crun + "security/advisories/GHSA-f42g-r5jj-qh4j") { Feature = Libkrun },
        new("crun", "CVE-2026-30892", ["1.27"], "https://www.cve.org/CVERecord?id=CVE-2026-30892") { Since = "1.19" },
        new("crun", "CVE-2026-47766", ["1.28"], Crun + "security/advisories/GHSA-7vwr-4279-7gq5"),
        // 1.30 names the fix, which 1.30.1 completed.
        new("crun", "CVE-2026-84042", ["1.30.1"], Crun + "releases/tag/1.30") { Since = "1.29", Feature = Libkrun },
        new("crun", "CVE-2026-88264", ["1.30"], Crun + "releases/tag/1.30"),
        new("crun", "CVE-2026-88265", ["1.30"], Crun + "releases/tag/1.30"),
        new("crun", "CVE-2026-115520", ["1.31"], Crun + "releases/tag/1.31"),
        new("crun", "CVE-2026-115521", ["1.31"], Crun + "releases/tag/1.31"),

        new("containerd", "CVE-2024-40635", ["1.6.38", "1.7.27", "2.0.4"], Containerd + "GHSA-265r-hfxg-fhmg"),
        new("containerd", "CVE-2024-25621", ["1.7.29", "2.0.7", "2.1.5", "2.2.0"], Containerd + "GHSA-pwhc-rpq9-4c8w"),
        new("containerd", "CVE-2025-47290", ["2.1.1"], Containerd + "GHSA-cm76-qm8v-3j95") { Since = "2.1.0" },
        // 2.1 was no longer maintained.
        new("containerd", "CVE-2026-46680", ["1.7.32", "2.0.9", "2.2.4", "2.3.1"], Containerd + "GHSA-fqw6-gf59-qr4w"),
        new("containerd", "CVE-2026-53488", ["1.7.33", "2.0.10", "2.1.9", "2.2.5", "2.3.2"], Containerd + "GHSA-xhf5-7wjv-pqxp"),
        // The CRI plugin restores checkpoints since 2.1.
        new("containerd", "CVE-2026-50195", ["2.1.9", "2.2.5", "2.3.2"], Containerd + "GHSA-cvxm-645q-p574") { Since = "2.1.0" },
        new("containerd", "CVE-2026-53489", ["2.1.9", "2.2.5", "2.3.2"], Containerd + "GHSA-rgh6-rfwx-v388") { Since = "2.1.0" },
        new("containerd", "CVE-2026-53492", ["2.1.9", "2.2.5", "2.3.2"], Containerd + "GHSA-33vj-92qq-66hc") { Since = "2.1.0" },
        new("containerd", "CVE-2026-95837", ["2.2.7", "2.3.4"], Containerd + "GHSA-p7v4-vr35-mj6f") { Since = "2.1.0" },

        new("docker", "CVE-2026-34040", ["29.3.1"], Moby + "GHSA-x744-4wpc-v9h2"),
        new("docker", "CVE-2026-41567", ["29.5.1"], Moby + "GHSA-x86f-5xw2-fm2r"),
        new("docker", "CVE-2026-41568", ["29.5.1"], Moby + "GHSA-vp62-88p7-qqf5"),
        new("docker", "CVE-2026-42306", ["29.5.1"], Moby + "GHSA-rg2x-37c3-w2rh"),
        new("docker", "CVE-2026-17106", ["29.7.0"], "https://www.cve.org/CVERecord?id=CVE-2026-17106"),
    ];

    /// <summary>Why the list cannot clear a program; null if it can.</summary>
    internal static string? Fault(RuntimeVersion version, DateTimeOffset now)
    {
        if (DateOnly.FromDateTime(now.UtcDateTime) > Date.AddDays(Days))
        {
            return $"the list of escapes is dated {DateText}, more than {Days} days ago: update oci-interceptor";
        }
        foreach (var (program, release) in Newest)
        {
            if (program == version.Program && version.IsAfter(release))
            {
                return $"the list of escapes is dated {DateText} and covers {program} up to {release}: update oci-interceptor";
            }
        }
        return null;
    }
}
