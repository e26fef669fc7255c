using OciInterceptor.Json;
using OciInterceptor.Rules;

namespace OciInterceptor.Making;

/// <summary>What only Linux has, of a container that is made here.</summary>
internal static class LinuxPart
{
    internal static JsonObject Of(ContainerWishes wishes)
    {
        CheckSysctls(wishes);
        var namespaces = wishes.Namespaces;
        return MadeJson.Object(
            ("uidMappings", Mappings(namespaces.UserIds)),
            ("gidMappings", Mappings(namespaces.GroupIds)),
            ("sysctl", ContainerConfiguration.Map(wishes.Sysctls)),
            ("resources", ResourcePart.Of(wishes)),
            ("cgroupsPath", MadeJson.Text(wishes.CgroupsPath)),
            ("namespaces", MadeJson.List(namespaces.All.Select(known => MadeJson.Object(("type", JsonScalar.Of(known.Type)), ("path", MadeJson.Text(known.Path)))))),
            // Who is not root can make none, and crun tries; runtimes bind the host's own of these.
            ("devices", namespaces.IsRootless ? null : MadeJson.List(UsualDevice.All.Select(device => device.Node))),
            ("seccomp", wishes.Seccomp),
            ("rootfsPropagation", JsonScalar.Of("rprivate")),
            ("maskedPaths", MadeJson.Texts(wishes.KernelPaths.Masked)),
            ("readonlyPaths", MadeJson.Texts(wishes.KernelPaths.Readonly)));
    }

    private static JsonArray? Mappings(ImmutableArray<IdRange> ranges) => ranges.IsEmpty ? null : MadeJson.List(ranges.Select(range => range.Json));

    private static void CheckSysctls(ContainerWishes wishes)
    {
        foreach (var (name, _) in wishes.Sysctls)
        {
            var type = SysctlName.NamespaceOf(name) ?? throw new InterceptorException($"the sysctl {name} is the whole machine's: no namespace has its own");
            if (!wishes.Namespaces.HasNew(type))
            {
                throw new InterceptorException($"the sysctl {name} would be another's: it needs a {type} namespace of the container's own");
            }
        }
    }
}
