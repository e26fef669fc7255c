using System.Collections.Immutable;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Json;

namespace OciInterceptor.Engines.Found;

/// <summary>Docker: daemon.json.</summary>
internal sealed class DockerFinder : IEngineFinder
{
    private const string Configuration = "/etc/docker/daemon.json";
    private const string Stock = "runc";

    public FoundEngine? Find(IMachine machine)
    {
        var program = machine.Find("dockerd");
        if (program is null && machine.Status(Configuration) is null)
        {
            return null;
        }
        var engine = new FoundEngine("docker", program) { DefaultRuntime = Stock, DataRoot = "/var/lib/docker", Runtimes = [Runtime(machine, Stock, Stock, [], true)] };
        try
        {
            return machine.Read(Configuration) is { } content && JsonText.Parse(content, Configuration) is JsonObject json ? Read(machine, engine, json) : engine;
        }
        catch (InterceptorException e)
        {
            return engine with { Faults = [e.Message] };
        }
    }

    private static FoundEngine Read(IMachine machine, FoundEngine engine, JsonObject json)
    {
        var defaultRuntime = Text(json, "default-runtime"u8) ?? Stock;
        var runtimes = ImmutableArray.CreateBuilder<FoundRuntime>();
        runtimes.Add(Runtime(machine, Stock, Stock, [], defaultRuntime == Stock));
        foreach (var member in json.Field("runtimes"u8) is JsonObject known ? known.Members : [])
        {
            // One by a containerd shim's name has no path.
            if (member.Value is JsonObject runtime && Text(runtime, "path"u8) is { } path)
            {
                var name = member.Name.AsText();
                runtimes.Add(Runtime(machine, name, path, Texts(runtime, "runtimeArgs"u8), name == defaultRuntime));
            }
        }
        return engine with { DefaultRuntime = defaultRuntime, DataRoot = Text(json, "data-root"u8) ?? engine.DataRoot, Runtimes = runtimes.DrainToImmutable() };
    }

    private static FoundRuntime Runtime(IMachine machine, string name, string path, ImmutableArray<string> arguments, bool isDefault) =>
        new(name, path, Configuration) { Arguments = arguments, IsDefault = isDefault, IsInterceptor = InterceptorFile.Is(machine, path) };

    private static string? Text(JsonObject json, ReadOnlySpan<byte> name) => json.Field(name) is JsonScalar { Kind: JsonKind.String } text ? text.AsText() : null;

    private static ImmutableArray<string> Texts(JsonObject json, ReadOnlySpan<byte> name) =>
        json.Field(name) is JsonArray list ? [.. list.Items.OfType<JsonScalar>().Where(item => item.Kind == JsonKind.String).Select(item => item.AsText())] : [];
}
