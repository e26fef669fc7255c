using System.Text;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Failures;

/// <summary>The ways in which a bundle's document cannot be read or replaced: each a row of the failure tests.</summary>
internal static class BrokenBundle
{
    public const long Limit = 64L << 20;

    /// <summary>What is done to a good bundle, and what the message must hold beside (and behind) the document's path.</summary>
    public sealed record Breakage(Action<Scratch, Bundle> Break, params string[] Says);

    public static readonly IReadOnlyDictionary<string, Breakage> All = new Dictionary<string, Breakage>
    {
        ["a word instead of a value"] = new((_, b) => Text(b, "{\n  \"process\": maybe\n}"), ":2:14:"),
        ["a missing comma"] = new((_, b) => Text(b, "{\"a\": 1\n\n \"b\": 2}"), ":3:2:"),
        ["a document cut short"] = new((_, b) => Text(b, "{\n\"process\": {\"args\": [\"a\","), ":2:26:"),
        ["text behind the document"] = new((_, b) => Text(b, "{}\n{}"), ":2:1:"),
        ["a comment"] = new((_, b) => Text(b, "{\n// no\n}"), ":2:1:"),
        ["a NUL byte"] = new((_, b) => File.WriteAllBytes(b.Document, [.. "{}"u8, 0]), ":1:3:"),
        ["nesting without end"] = new((_, b) => Text(b, "{\"mounts\":" + new string('[', 1_000_000)), "nest deeper than 10000 levels"),
        ["an array"] = new((_, b) => Text(b, "[]"), "must be a JSON object"),
        ["a string"] = new((_, b) => Text(b, "\"config\""), "must be a JSON object"),
        ["null"] = new((_, b) => Text(b, "null"), "must be a JSON object"),
        ["an empty file"] = new((_, b) => Text(b, ""), ":1:1:"),
        ["only white space"] = new((_, b) => Text(b, " \n\t\n"), ":3:1:"),
        ["mounts that are a string"] = new((_, b) => Text(b, "{\"mounts\": \"all\"}"), "mounts"),
        ["a mount that is a number"] = new((_, b) => Text(b, "{\"mounts\": [1]}"), "mounts"),
        ["more than 64 MiB"] = new((_, b) => Grow(b), "64 MiB"),
        ["a directory"] = new((_, b) => { File.Delete(b.Document); Directory.CreateDirectory(b.Document); }, "not a regular file"),
        ["a FIFO"] = new((_, b) => { File.Delete(b.Document); new Command("mkfifo", b.Document).Run().Succeeded(); }, "not a regular file"),
        ["a device without end"] = new((_, b) => { File.Delete(b.Document); File.CreateSymbolicLink(b.Document, "/dev/zero"); }, "not a regular file"),
        ["a missing document"] = new((_, b) => File.Delete(b.Document), "No such file or directory"),
        ["a dangling link"] = new((_, b) => { File.Delete(b.Document); File.CreateSymbolicLink(b.Document, "nowhere"); }, "No such file or directory"),
        ["a missing bundle"] = new((_, b) => Directory.Delete(b.Path, recursive: true), "No such file or directory"),
        ["a bundle that is a file"] = new((_, b) => { Directory.Delete(b.Path, recursive: true); File.WriteAllText(b.Path, ""); }, "Not a directory"),
        ["a read-only bundle"] = new((_, b) => Bind(b, "ro"), "Read-only file system"),
        ["a full disk"] = new(FillDisk, "No space left on device"),
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
