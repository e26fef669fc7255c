using System.Globalization;
using System.Text;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Commands.Testing;

/// <summary>Makes the table of mounts of a test's machine, in the form of /proc/self/mountinfo (proc(5)), as a real machine has it.</summary>
internal static class DescribedMounts
{
    // A plain file system, and what every Linux has.
    private const string Usual = """
        1 0 8:1 / / rw - ext4 /dev/sda1 rw
        2 1 0:2 / /proc rw - proc proc rw
        3 1 0:3 / /sys rw - sysfs sysfs rw
        4 1 0:4 / /dev rw - devtmpfs devtmpfs rw
        """;

    /// <summary>The members of one mount.</summary>
    internal static ImmutableArray<Member> Members { get; } =
    [
        new("point", Shape.Text, "Where it is mounted.", IsRequired: true),
        new("type", Shape.Text, "The type of the file system.", IsRequired: true),
        new("source", Shape.Text, "What is mounted: a device, or what the type takes for one."),
        new("root", Shape.Text, "The directory within the file system that is mounted, by default its root."),
        new("device", Shape.Text, "The file system's number, as \"8:1\", which is that of /; by default one of its own. Mounts of one number show one file system."),
        new("options", Shape.Text, "The file system's options, separated by commas."),
    ];

    /// <param name="mounts">The mounts besides the usual ones.</param>
    internal static MountTable Read(ImmutableArray<ObjectReader> mounts)
    {
        var text = new StringBuilder(Usual);
        for (var i = 0; i < mounts.Length; i++)
        {
            var mount = mounts[i];
            var (type, point, root) = (mount.Text("type")!, mount.Text("point")!, mount.Text("root") ?? "/");
            foreach (var (name, path) in ((string, string)[])[("point", point), ("root", root)])
            {
                _ = path.StartsWith('/') ? path : throw mount.Error(name, $"\"{path}\" must be an absolute path");
            }
            var number = mount.Text("device") ?? string.Create(CultureInfo.InvariantCulture, $"0:{100 + i}");
            _ = type.Length > 0 && number.Split(':') is [var major, var minor] && IsNumber(major) && IsNumber(minor) ? number
                : throw (type.Length > 0 ? mount.Error("device", $"device must be such as \"8:1\", not \"{number}\"") : mount.Error("type", "type must not be empty"));
            text.Append(CultureInfo.InvariantCulture, $"\n{10 + i} 1 {number} {Escaped(root)} {Escaped(point)} rw - {Escaped(type)} {Escaped(mount.Text("source") ?? type)} {Escaped(mount.Text("options") ?? "rw")}");
        }
        return MountTable.Parse(text.ToString());
    }

    private static bool IsNumber(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    // As the kernel does (fs/proc_namespace.c, show_mountinfo).
    private static string Escaped(string field) => field.Length == 0 ? "none"
        : field.Replace("\\", "\\134", StringComparison.Ordinal).Replace(" ", "\\040", StringComparison.Ordinal)
            .Replace("\t", "\\011", StringComparison.Ordinal).Replace("\n", "\\012", StringComparison.Ordinal);
}
