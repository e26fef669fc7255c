using OciInterceptor.Engines.Install;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Docker;

/// <summary>Docker: daemon.json.</summary>
internal sealed class DockerEngine : ConfiguredEngine
{
    /// <summary>The file that dockerd reads by default.</summary>
    internal const string Configuration = "/etc/docker/daemon.json";

    private const string Stock = "runc";

    public override string Name => EngineNames.Docker;

    public override FoundEngine? Find(IMachine machine)
    {
        var program = machine.Find("dockerd");
        if (program is null && machine.Status(Configuration) is null)
        {
            return null;
        }
        var engine = new FoundEngine(EngineNames.Docker, program) { DataRoot = "/var/lib/docker" };
        try
        {
            var daemon = DaemonConfiguration.Parse(machine.Read(Configuration) ?? [], Configuration);
            var known = daemon.Runtimes.Members.Select(Runtime).OfType<FoundRuntime>().Prepend(new FoundRuntime(Stock, Stock, FoundRuntime.OnPath));
            return (engine with { DataRoot = daemon.Text("data-root"u8) ?? engine.DataRoot }).With(machine, daemon.DefaultRuntime ?? Stock, known);
        }
        catch (InterceptorException e)
        {
            return engine with { Faults = [e] };
        }
    }

    /// <summary>The PATH of the running dockerd that reads the default configuration; null when none runs.</summary>
    internal static string? SearchPath() => DockerProcess.ReadersOf(Configuration) is [var dockerd, ..] ? dockerd.SearchPath : null;

    private protected override bool CanVerify => true;

    private protected override string DefaultConfiguration(string runtime) => Configuration;

    private protected override IInstallTarget Target(InstallRequest request, string configuration) =>
        new DockerTarget(request.Registration, configuration, request.IsDefault, request.Records);

    // Of an entry that names a containerd shim, the program is known if the shim is runc's and its options name one.
    private static FoundRuntime? Runtime(JsonMember member) => member.Value is not JsonObject runtime ? null
        : runtime.Field("path"u8) is JsonScalar { Kind: JsonKind.String } path
            ? new FoundRuntime(member.Name.AsText(), path.AsText(), Configuration) { Arguments = Texts(runtime.Field("runtimeArgs"u8)) }
        : (runtime.Field("runtimeType"u8) as JsonScalar)?.AsText() == DockerDefault.Shim && (runtime.Field("options"u8) as JsonObject)?.Entry("BinaryName") is JsonScalar { Kind: JsonKind.String } program && program.AsText().Length > 0
            ? new FoundRuntime(member.Name.AsText(), program.AsText(), Configuration)
        : null;

    private static ImmutableArray<string> Texts(JsonValue? list) =>
        list is JsonArray array ? [.. array.Items.OfType<JsonScalar>().Where(item => item.Kind == JsonKind.String).Select(item => item.AsText())] : [];
}
