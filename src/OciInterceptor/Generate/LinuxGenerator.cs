using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Generate;

/// <summary>Makes the Linux section of a generated container.</summary>
internal static class LinuxGenerator
{
    internal static JsonObject Of(ContainerSettings settings)
    {
        CheckSysctls(settings);
        var namespaces = settings.Namespaces;
        return JsonBuilder.Object(
            ("uidMappings", Mappings(namespaces.UserIds)),
            ("gidMappings", Mappings(namespaces.GroupIds)),
            ("sysctl", ConfigurationGenerator.Map(settings.Sysctls)),
            ("resources", ResourceGenerator.Of(settings)),
            ("cgroupsPath", JsonBuilder.Text(settings.CgroupsPath)),
            ("namespaces", JsonBuilder.List(namespaces.All.Select(known => JsonBuilder.Object(("type", JsonScalar.Of(known.Type)), ("path", JsonBuilder.Text(known.Path)))))),
            // Without root no device can be made, yet crun tries; runtimes bind the host's own devices.
            ("devices", namespaces.IsRootless ? null : JsonBuilder.List(DefaultDevice.All.Select(device => device.Node))),
            ("seccomp", settings.Seccomp),
            ("rootfsPropagation", JsonScalar.Of("rprivate")),
            ("maskedPaths", JsonBuilder.Texts(settings.KernelPaths.Masked)),
            ("readonlyPaths", JsonBuilder.Texts(settings.KernelPaths.Readonly)));
    }

    private static JsonArray? Mappings(ImmutableArray<IdRange> ranges) => ranges.IsEmpty ? null : JsonBuilder.List(ranges.Select(range => range.Json));

    private static void CheckSysctls(ContainerSettings settings)
    {
        foreach (var (name, _) in settings.Sysctls)
        {
            var type = SysctlName.NamespaceOf(name) ?? throw new InterceptorException($"the sysctl {name} is not namespaced: it would change the host");
            if (!settings.Namespaces.HasNew(type))
            {
                throw new InterceptorException($"the sysctl {name} needs a {type} namespace of the container's own");
            }
        }
    }
}
