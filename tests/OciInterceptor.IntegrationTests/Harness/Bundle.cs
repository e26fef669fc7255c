using System.Text.Json.Nodes;

namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>An OCI bundle in a directory of the test: config.json, a busybox rootfs and three network files.</summary>
internal sealed class Bundle
{
    public static readonly string[] NetworkFiles = ["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"];

    private Bundle(string path) => Path = path;

    public string Path { get; }

    public string Document => System.IO.Path.Combine(Path, "config.json");

    public string Rootfs => System.IO.Path.Combine(Path, "rootfs");

    /// <summary>A bundle with a document that an engine made, which no runtime here could run; see TestData.</summary>
    public static Bundle FromTestData(Scratch scratch, string document, string name = "bundle")
    {
        var bundle = new Bundle(scratch.MakeDirectory(name));
        File.Copy(TestData(document), bundle.Document);
        return bundle;
    }

    /// <summary>A bundle that runs a command of busybox, from the document of `runc spec`, with the network files bound in read-write.</summary>
    public static Bundle Runnable(Scratch scratch, string[] command, Action<JsonObject>? edit = null, string name = "bundle")
    {
        var bundle = new Bundle(scratch.MakeDirectory(name));
        MakeRootfs(bundle.Rootfs);
        new Command("runc", "spec", "--bundle", bundle.Path).Run().Succeeded();
        bundle.Edit(spec =>
        {
            spec["process"]!["terminal"] = false;
            spec["process"]!["args"] = new JsonArray([.. command.Select(a => (JsonNode)a)]);
            spec["root"]!["readonly"] = false;
            foreach (var file in NetworkFiles)
                spec["mounts"]!.AsArray().Add(bundle.Bind(file));
            edit?.Invoke(spec);
        });
        return bundle;
    }

    public static string TestData(string document) => System.IO.Path.Combine(AppContext.BaseDirectory, "TestData", document);

    public JsonObject Read() => JsonNode.Parse(File.ReadAllBytes(Document))!.AsObject();

    public void Edit(Action<JsonObject> edit)
    {
        var spec = Read();
        edit(spec);
        File.WriteAllText(Document, spec.ToJsonString());
    }

    /// <summary>Links busybox and all its applets into a directory.</summary>
    public static void MakeRootfs(string rootfs)
    {
        foreach (var directory in new[] { "bin", "etc", "proc", "sys", "dev", "tmp" })
            Directory.CreateDirectory(System.IO.Path.Combine(rootfs, directory));
        var busybox = System.IO.Path.Combine(rootfs, "bin/busybox");
        File.Copy("/bin/busybox", busybox);
        foreach (var applet in new Command(busybox, "--list").Run().Succeeded().OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var link = System.IO.Path.Combine(rootfs, "bin", applet);
            if (!File.Exists(link))
                File.CreateSymbolicLink(link, "busybox");
        }
    }

    private JsonObject Bind(string destination)
    {
        var source = System.IO.Path.Combine(Path, System.IO.Path.GetFileName(destination));
        File.WriteAllText(source, "before\n");
        return new JsonObject
        {
            ["destination"] = destination,
            ["type"] = "bind",
            ["source"] = source,
            ["options"] = new JsonArray("rbind", "rprivate"),
        };
    }
}
