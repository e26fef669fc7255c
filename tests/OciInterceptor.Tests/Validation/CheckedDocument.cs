using System.Text.RegularExpressions;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Validation;

/// <summary>Checks documents for tests, each of which so also shows that no finding comes without its reference.</summary>
internal static partial class CheckedDocument
{
    // The headings of the pages for all systems and for Linux, runtime-spec 1.3.
    private static readonly ImmutableArray<string> _sections =
    [
        "config.md, \"Specification version\"", "config.md, \"Root\"", "config.md, \"Mounts\"", "config.md, \"POSIX-platform Mounts\"", "config.md, \"Linux mount options\"",
        "config.md, \"Process\"", "config.md, \"POSIX process\"", "config.md, \"Linux Process\"", "config.md, \"POSIX-platform User\"", "config.md, \"Windows User\"",
        "config.md, \"Hostname\"", "config.md, \"Domainname\"", "config.md, \"Platform-specific configuration\"", "config.md, \"POSIX-platform Hooks\"", "config.md, \"Annotations\"",
        "config-linux.md, \"Namespaces\"", "config-linux.md, \"User namespace mappings\"", "config-linux.md, \"Offset for Time Namespace\"", "config-linux.md, \"Devices\"",
        "config-linux.md, \"Control groups\"", "config-linux.md, \"Cgroups Path\"", "config-linux.md, \"Allowed Device list\"", "config-linux.md, \"Memory\"", "config-linux.md, \"CPU\"",
        "config-linux.md, \"Block IO\"", "config-linux.md, \"Huge page limits\"", "config-linux.md, \"Network\"", "config-linux.md, \"PIDs\"", "config-linux.md, \"RDMA\"",
        "config-linux.md, \"Unified\"", "config-linux.md, \"IntelRdt\"", "config-linux.md, \"Sysctl\"", "config-linux.md, \"Seccomp\"", "config-linux.md, \"Rootfs Mount Propagation\"",
        "config-linux.md, \"Masked Paths\"", "config-linux.md, \"Readonly Paths\"", "config-linux.md, \"Mount Label\"", "config-linux.md, \"Personality\"",
        "config-linux.md, \"Memory policy\"", "config-linux.md, \"Network Devices\"",
        "config-freebsd.md", "config-solaris.md", "config-vm.md", "config-windows.md", "config-zos.md",
    ];

    internal static ImmutableArray<Finding> Findings(JsonObject document)
    {
        var findings = new Findings();
        new DocumentCheck(findings).Check(document);
        foreach (var finding in findings.All)
        {
            (finding.Reference?.Text).Should().Match(reference => _sections.Contains(reference) || Kernel().IsMatch(reference ?? ""), finding.Message);
        }
        return findings.All;
    }

    // A manual page, or a file of the kernel's tree.
    [GeneratedRegex(@"^([a-z_]+\([2-8]\)|(Documentation|include|kernel|mm|net)/[A-Za-z0-9_/.-]+\.(rst|c|h))$")]
    private static partial Regex Kernel();
}
