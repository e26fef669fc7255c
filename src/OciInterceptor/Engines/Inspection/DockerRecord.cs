using OciInterceptor.Conditions;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Running;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Inspection;

/// <summary>dockerd's record of a container, which "docker inspect" shows: config.v2.json and hostconfig.json below its data root.</summary>
internal static class DockerRecord
{
    private const string Configuration = "/etc/docker/daemon.json";

    /// <summary>The record; null if no data root has the container.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="id">The container's ID.</param>
    /// <param name="document">Its config.json, which names files of the data root; null if that is not known.</param>
    /// <exception cref="InterceptorException">A file cannot be read.</exception>
    internal static EngineRecord? Find(IMachine machine, string id, JsonObject? document)
    {
        foreach (var root in Roots(machine, id, document))
        {
            var file = $"{root}/containers/{id}/config.v2.json";
            // Another directory of that name is not the container's.
            if (Read(machine, file) is { } state && state.Text("ID") == id)
            {
                return Of(file, state, Read(machine, $"{root}/containers/{id}/hostconfig.json") ?? new RecordMembers(null));
            }
        }
        return null;
    }

    private static EngineRecord Of(string file, RecordMembers state, RecordMembers host)
    {
        var config = state.Below("Config");
        var settings = RecordColumn.Of(host, config);
        // The daemon's own default is in it.
        if (state.Flag("NoNewPrivileges") is { } hasNoNew)
        {
            settings.Set(Setting.NoNewPrivileges, SettingColumn.Word(hasNoNew));
        }
        settings.Set(Setting.Apparmor, state.Text("AppArmorProfile"));
        RecordColumn.AddMounts(settings, state.Objects("MountPoints"));
        return new EngineRecord(file) { Name = state.Text("Name")?.TrimStart('/'), Image = config.Text("Image"), Settings = settings };
    }

    // dockerd binds /etc/hosts from the container's directory, wherever its data root is.
    private static IEnumerable<string> Roots(IMachine machine, string id, JsonObject? document)
    {
        var suffix = $"/containers/{id}/hosts";
        var sources = document?.Entry("mounts") is JsonArray mounts ? mounts.Items.OfType<JsonObject>().Select(mount => new RecordMembers(mount).Text("source")).OfType<string>() : [];
        var bound = sources.FirstOrDefault(source => source.EndsWith(suffix, StringComparison.Ordinal));
        var configured = machine.Read(Configuration) is { } daemon && JsonText.Parse(DaemonText.Of(daemon), Configuration) is JsonObject json ? new RecordMembers(json).Text("data-root") : null;
        return ((string?[])[bound?[..^suffix.Length], configured, DockerPaths.DataRoot(Configuration)]).OfType<string>().Distinct();
    }

    private static RecordMembers? Read(IMachine machine, string path) =>
        machine.Read(path) is { } content && JsonText.Parse(content, path) is JsonObject json ? new RecordMembers(json) : null;
}
