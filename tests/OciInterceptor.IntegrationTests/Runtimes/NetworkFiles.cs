using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>What a container tries with its network files, and what must come of it.</summary>
internal static class NetworkFiles
{
    /// <summary>Tries to write to each file, then to make one writable again, and says how that went.</summary>
    public const string Attempt =
        "for f in /etc/hosts /etc/hostname /etc/resolv.conf; do if echo after 2>/dev/null >> $f; then echo $f written; else echo $f refused; fi; done";

    public const string Written = "/etc/hosts written\n/etc/hostname written\n/etc/resolv.conf written\n";

    public const string Refused = "/etc/hosts refused\n/etc/hostname refused\n/etc/resolv.conf refused\n";

    /// <summary>The host's files behind the binds.</summary>
    public static void ShouldHold(Bundle bundle, string text)
    {
        foreach (var file in Bundle.NetworkFiles)
            File.ReadAllText(Path.Combine(bundle.Path, Path.GetFileName(file))).Should().Be(text);
    }
}
