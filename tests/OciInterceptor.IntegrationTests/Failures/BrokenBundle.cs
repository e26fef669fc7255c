using System.Text;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Failures;

/// <summary>The ways in which a bundle's document cannot be read or replaced: each a row of the failure tests.</summary>
internal static class BrokenBundle
{
    public const long Limit = 64L << 20;

    /// <summary>What is done to a good bundle, and what the message must hold beside the document's path.</summary>
    public sealed record Breakage(Action<Scratch, Bundle> Break, params string[] Says);

    public static readonly IReadOnlyDictionary<string, Breakage> All = new Dictionary<string, Breakage>
    {
        ["a word instead of a value"] = new((_, b) => Text(b, "{\n  \"process\": nope\n}"), "line 2", "column 14"),
        ["a missing comma"] = new((_, b) => Text(b, "{\"a\": 1\n\n \"b\": 2}"), "line 3", "column 2"),
        ["a document cut short"] = new((_, b) => Text(b, "{\n\"process\": {\"args\": [\"a\","), "line 2"),
        ["text behind the document"] = new((_, b) => Text(b, "{}\n{}"), "line 2", "column 1"),
        ["a comment"] = new((_, b) => Text(b, "{\n// no\n}"), "line 2"),
        ["bytes that are not UTF-8"] = new((_, b) => File.WriteAllBytes(b.Document, [.. "{\n\"hostname\": \""u8, 0xff, .. "\"}"u8]), "line 2"),
        ["a NUL byte"] = new((_, b) => File.WriteAllBytes(b.Document, [.. "{}"u8, 0]), "line 1"),
        ["nesting without end"] = new((_, b) => Text(b, "{\"mounts\":" + new string('[', 1_000_000))),
        ["an array"] = new((_, b) => Text(b, "[]"), "object"),
        ["a string"] = new((_, b) => Text(b, "\"config\""), "object"),
        ["null"] = new((_, b) => Text(b, "null"), "object"),
        ["an empty file"] = new((_, b) => Text(b, "")),
        ["only white space"] = new((_, b) => Text(b, " \n\t\n")),
        ["mounts that are a string"] = new((_, b) => Text(b, "{\"mounts\": \"all\"}"), "mounts"),
        ["a mount that is a number"] = new((_, b) => Text(b, "{\"mounts\": [1]}"), "mounts"),
        ["more than 64 MiB"] = new((_, b) => Grow(b), "64 MiB"),
        ["a directory"] = new((_, b) => { File.Delete(b.Document); Directory.CreateDirectory(b.Document); }),
        ["a FIFO"] = new((_, b) => { File.Delete(b.Document); new Command("mkfifo", b.Document).Run().Succeeded(); }),
        ["a device without end"] = new((_, b) => { File.Delete(b.Document); File.CreateSymbolicLink(b.Document, "/dev/zero"); }),
        ["a missing document"] = new((_, b) => File.Delete(b.Document)),
        ["a dangling link"] = new((_, b) => { File.Delete(b.Document); File.CreateSymbolicLink(b.Document, "nowhere"); }),
        ["a missing bundle"] = new((_, b) => Directory.Delete(b.Path, recursive: true)),
        ["a bundle that is a file"] = new((_, b) => { Directory.Delete(b.Path, recursive: true); File.WriteAllText(b.Path, ""); }),
        ["a read-only bundle"] = new((_, b) => Bind(b, "ro"), "ead-only file system"),
        ["a full disk"] = new(FillDisk, "o space left on device"),
    };

    private static void Text(Bundle bundle, string text) => File.WriteAllText(bundle.Document, text, new UTF8Encoding(false));

    /// <summary>A good document that is one byte too long: sparse, as only its size should be looked at.</summary>
    private static void Grow(Bundle bundle)
    {
        using var file = File.OpenWrite(bundle.Document);
        file.SetLength(Limit + 1);
    }

    public static void Bind(Bundle bundle, string option)
    {
        new Command("mount", "--bind", bundle.Path, bundle.Path).Run().Succeeded();
        new Command("mount", "-o", "remount,bind," + option, bundle.Path).Run().Succeeded();
    }

    private static void FillDisk(Scratch scratch, Bundle bundle)
    {
        var document = File.ReadAllBytes(bundle.Document);
        scratch.MountTmpfs(Path.GetFileName(bundle.Path), "64k");
        File.WriteAllBytes(bundle.Document, document);
        new Command("dd", "if=/dev/zero", "bs=1k", "of=" + Path.Combine(bundle.Path, "filler")).Run().Exited(1);
    }
}
