using System.Globalization;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>The containerd of this machine, whose configuration is of version 2 in release 1 and of version 3 since release 2.</summary>
internal static class ContainerdRelease
{
    private static readonly int _release = int.Parse(
        new Command("containerd", "--version").Run().Succeeded().OutputText.Split(' ')[2].TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture);

    public static bool KnowsVersion3 => _release >= 2;

    /// <summary>The first line of a file that oi-install makes.</summary>
    public static string Version => KnowsVersion3 ? "version = 3" : "version = 2";

    /// <summary>The table of the CRI plugin's runtimes as containerd tells of it, whatever the version of the file.</summary>
    public static string Table => $"plugins.\"{(KnowsVersion3 ? "io.containerd.cri.v1.runtime" : "io.containerd.grpc.v1.cri")}\".containerd";

    /// <summary>What containerd makes of a file, or has by itself; without the white space and the kind of quotes, which differ by release.</summary>
    public static string[] Dump(string? file)
    {
        string[] arguments = file is null ? ["config", "default"] : ["--config", file, "config", "dump"];
        return [.. new Command("containerd", arguments).Run().Succeeded().OutputText.Split('\n').Select(line => line.Trim().Replace('\'', '"')).Where(line => line.Length > 0)];
    }
}
