using System.Text;
using OciInterceptor.Engines.Running;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Inspection;

/// <summary>Podman's record of a container. It is in a database of Podman's, so Podman is asked, for which it needs no service.</summary>
internal static class PodmanRecord
{
    /// <exception cref="InterceptorException">Podman is not there, or does not know the container.</exception>
    internal static EngineRecord Of(IMachine machine, RunningContainer container)
    {
        var program = machine.Find("podman") ?? throw new InterceptorException("cannot ask podman for its record: it is not on PATH");
        var options = container.EngineOptions.IsDefaultOrEmpty ? [] : container.EngineOptions;
        string[] arguments = [.. options, "container", "inspect", container.Id];
        var source = string.Join(' ', arguments.Prepend("podman"));
        var output = machine.Output(program, arguments) ?? throw new InterceptorException($"cannot ask podman for its record: \"{source}\" failed");
        if (JsonText.Parse(Encoding.UTF8.GetBytes(output), source) is not JsonArray { Items: [JsonObject json] })
        {
            throw new InterceptorException($"cannot read podman's record: \"{source}\" did not print one container");
        }
        var (record, host, config) = (new RecordMembers(json), new RecordMembers(json).Below("HostConfig"), new RecordMembers(json).Below("Config"));
        var settings = RecordColumn.Of(host, config);
        // What was added and dropped is relative to a default of Podman's own.
        settings.Forget(Setting.Capability);
        if (record.Json!.Entry("BoundingCaps") is { } capabilities)
        {
            CapabilityColumn.AddBounding(settings, capabilities.Kind == JsonKind.Null ? [] : record.Texts("BoundingCaps") ?? []);
        }
        settings.Set(Setting.Apparmor, record.Text("AppArmorProfile"));
        settings.Set(Setting.SelinuxLabel, record.Text("ProcessLabel"));
        RecordColumn.AddMounts(settings, record.Objects("Mounts"));
        return new EngineRecord(source) { Name = record.Text("Name") ?? container.Name, Image = record.Text("ImageName"), Settings = settings };
    }
}
