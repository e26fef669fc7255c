using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Engines.Docker;

/// <summary>
/// A daemon.json that temporarily states the defaults: no runtimes, and runc as the default. On SIGHUP dockerd applies
/// what the file names and keeps what it does not, so a runtime whose member is removed would stay.
/// The file is restored at the end.
/// </summary>
internal sealed class ExplicitConfiguration : IDisposable
{
    private readonly FileChange _change;

    /// <remarks>The default runtime is stated only if <paramref name="saysDefault"/> is true.</remarks>
    internal ExplicitConfiguration(string path, bool saysDefault)
    {
        var now = FileState.Read(path);
        var said = DaemonConfiguration.Parse(now.Content ?? default, path);
        var root = said.Root.Field("runtimes"u8) is JsonObject ? said.Root : said.Root.WithField("runtimes"u8, JsonObject.Empty);
        root = saysDefault && said.DefaultRuntime is null ? root.WithField("default-runtime"u8, JsonScalar.Of(DaemonConfiguration.Stock)) : root;
        _change = new FileChange(path, now, ReferenceEquals(root, said.Root) ? now : FileState.Of(DocumentPatch.Between(said.Root, root).Splice(said.Bytes)));
        _change.Make();
    }

    public void Dispose() => _change.Reversed.Make();
}
