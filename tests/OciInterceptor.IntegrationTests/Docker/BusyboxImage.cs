using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>The image of every container here: busybox with its applets, made without a network.</summary>
internal static class BusyboxImage
{
    public const string Name = "oi-test:1";

    /// <summary>What `docker import` is to change in the image's configuration.</summary>
    public const string Environment = "ENV IMAGE=from-image";

    /// <summary>Writes the root file system as a tar file for `docker import` and returns its path.</summary>
    public static string Make(Scratch scratch)
    {
        var rootfs = scratch.MakeDirectory("rootfs");
        Bundle.MakeRootfs(rootfs);
        Directory.CreateDirectory(Path.Combine(rootfs, "root"));
        File.WriteAllText(Path.Combine(rootfs, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000:user:/tmp:/bin/sh\n");
        File.WriteAllText(Path.Combine(rootfs, "etc/group"), "root:x:0:\nuser:x:1000:\n");
        new Command("tar", "-cf", scratch["image.tar"], "-C", rootfs, ".").Run().Succeeded();
        return scratch["image.tar"];
    }
}
