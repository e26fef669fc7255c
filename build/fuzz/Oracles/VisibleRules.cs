using System.Globalization;
using Fuzz.Models;

namespace Fuzz.Oracles;

/// <summary>
/// Law 5: whatever a document says twice, in another letter case or with a NUL, each runtime sees the effect of a rule, or the container
/// is refused. What a reader does not have (a process, a root file system) needs no effect.
/// </summary>
internal static class VisibleRules
{
    internal static IReadOnlyList<VisibleRule> All { get; } =
    [
        new("no-new-privileges", """{"type":"no-new-privileges"}""", static (reader, json) =>
            Lacks(reader, json, "process") || IsTrue(reader.Find(json, "process", "noNewPrivileges"))),
        new("oom-score-adj", """{"type":"oom-score-adj","value":5}""", static (reader, json) =>
            Lacks(reader, json, "process") || reader.Text(reader.Find(json, "process", "oomScoreAdj")) == "5"),
        new("apparmor", """{"type":"apparmor","profile":"good"}""", static (reader, json) =>
            Lacks(reader, json, "process") || reader.Text(reader.Find(json, "process", "apparmorProfile")) == "good"),
        new("env", """{"type":"env","force":{"A":"good"},"remove":["B"]}""", static (reader, json) =>
            Lacks(reader, json, "process") || Variables(reader, json) is ["A=good"]),
        new("umask", """{"type":"umask","value":"0027"}""", static (reader, json) =>
            Lacks(reader, json, "process") || reader.Text(reader.Find(json, "process", "user", "umask")) == "23"),
        new("readonly-rootfs", """{"type":"readonly-rootfs"}""", static (reader, json) =>
            Lacks(reader, json, "root") || IsTrue(reader.Find(json, "root", "readonly"))),
        new("annotations", """{"type":"annotations","set":{"key":"good"},"remove":["bad"]}""", static (reader, json) =>
            reader.Entry(json, ["annotations"], "key") == "good" && reader.Entry(json, ["annotations"], "bad") is null),
        new("sysctls", """{"type":"sysctls","set":{"net.key":"good"},"remove":["net.bad"]}""", static (reader, json) =>
            reader.Entry(json, ["linux", "sysctl"], "net.key") == "good" && reader.Entry(json, ["linux", "sysctl"], "net.bad") is null),
        new("masked-paths", """{"type":"masked-paths","add":["/good"],"remove":["/proc/evil"]}""", static (reader, json) =>
            reader.Texts(json, "linux", "maskedPaths").Contains("/good") && !reader.Texts(json, "linux", "maskedPaths").Any(path => Clean(path) == "/proc/evil")),
        new("mounts", """{"type":"mounts","remove":["/evil"]}""", static (reader, json) => !HasMountAt(reader, json, "/evil")),
        new("unified", """{"type":"resources","ceiling":{"memory":"1M"}}""", static (reader, json) =>
            reader.Entry(json, ["linux", "resources", "unified"], "memory.max") is not { } most
            || (long.TryParse(most, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var bytes) && bytes <= 1 << 20)),
        new("patch", """{"type":"patch","operations":[{"op":"replace","path":"/process/noNewPrivileges","value":true}]}""", static (reader, json) =>
            IsTrue(reader.Find(json, "process", "noNewPrivileges"))),
        new("patch-map", """{"type":"patch","operations":[{"op":"add","path":"/annotations/key","value":"good"}]}""", static (reader, json) =>
            reader.Entry(json, ["annotations"], "key") == "good"),
        new("merge-patch", """{"type":"merge-patch","document":{"process":{"noNewPrivileges":true},"annotations":{"key":"good","bad":null}}}""", static (reader, json) =>
            IsTrue(reader.Find(json, "process", "noNewPrivileges"))
            && reader.Entry(json, ["annotations"], "key") == "good" && reader.Entry(json, ["annotations"], "bad") is null),
        Denial("hostname", "\"evil\"", static (reader, json) => reader.Text(reader.Find(json, "hostname")) == "evil"),
        Denial("annotations", """{"bad":"evil"}""", static (reader, json) => reader.Entry(json, ["annotations"], "bad") == "evil"),
        Denial("env", """{"B":"evil"}""", static (reader, json) => reader.Texts(json, "process", "env").Contains("B=evil")),
        Denial("command", "\"evil\"", static (reader, json) => reader.Texts(json, "process", "args").FirstOrDefault() == "evil"),
        Denial("mountDestination", "\"/evil\"", static (reader, json) => HasMountAt(reader, json, "/evil")),
        Denial("capabilities", "[\"SYS_ADMIN\"]", static (reader, json) => ((string[])["bounding", "permitted", "ambient"])
            .Any(set => reader.Texts(json, "process", "capabilities", set).Contains("CAP_SYS_ADMIN"))),
        Denial("apparmorProfile", "\"unconfined\"", static (reader, json) => reader.Text(reader.Find(json, "process", "apparmorProfile")) == "unconfined"),
        Denial("user", "\"0\"", static (reader, json) =>
            !Lacks(reader, json, "process", "user") && (reader.Text(reader.Find(json, "process", "user", "uid")) ?? "0") == "0"),
        Denial("mountSource", "[\"/evil\"]", static (reader, json) => reader.Each(json, ["mounts"]).Any(mount =>
            mount is not null && reader.Texts(mount, "options").Any(option => option is "bind" or "rbind") && Clean(reader.Text(reader.Find(mount, "source"))) == "/evil")),
    ];

    private static VisibleRule Denial(string condition, string value, Func<IReader, ReferenceTree, bool> isForbidden) => new(
        $"deny by {condition}", $$$"""{"type":"deny","when":{"{{{condition}}}":{{{value}}}}}""", (reader, json) => !isForbidden(reader, json));

    // A runtime refuses what is there and not an object.
    private static bool Lacks(IReader reader, ReferenceTree json, params string[] path) => reader.Find(json, path)?.Members is null;

    private static bool IsTrue(ReferenceTree? value) => value?.Token == "true";

    private static string?[] Variables(IReader reader, ReferenceTree json) =>
        [.. reader.Texts(json, "process", "env").Where(entry => entry is not null && (entry.StartsWith("A=", StringComparison.Ordinal) || entry.StartsWith("B=", StringComparison.Ordinal)))];

    private static bool HasMountAt(IReader reader, ReferenceTree json, string path) =>
        reader.Each(json, ["mounts"], "destination").Any(destination => Clean(reader.Text(destination)) == path);

    // As Go's filepath.Clean of an absolute path.
    private static string? Clean(string? path)
    {
        if (path is null)
        {
            return null;
        }
        var names = new List<string>();
        foreach (var name in path.Split('/'))
        {
            if (name == ".." && names.Count > 0)
            {
                names.RemoveAt(names.Count - 1);
            }
            else if (name is not ("" or "." or ".."))
            {
                names.Add(name);
            }
        }
        return "/" + string.Join('/', names);
    }
}
