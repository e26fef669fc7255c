using OciInterceptor.Linux;

namespace Drofune.Linux;

/// <summary>mount(2) and related calls; failures name the path.</summary>
internal static unsafe class Mounts
{
    /// <summary>Mounts a file system.</summary>
    internal static void Mount(string type, string target, nuint flags = 0, string? data = null) => Call($"mount {type} at {target}", type, target, type, flags, data);

    /// <summary>Makes a path and all that is mounted below it visible at another path, with these flags.</summary>
    internal static void Bind(string source, string target, nuint flags = 0) => Call($"bind {source} to {target}", source, target, null, ContainerLibc.MS_BIND | flags, null);

    /// <summary>Makes a bind mount read-only: mount(2) does that only in a second call.</summary>
    internal static void MakeReadOnly(string target, nuint flags) =>
        Call($"make {target} read-only", null, target, null, ContainerLibc.MS_REMOUNT | ContainerLibc.MS_BIND | ContainerLibc.MS_RDONLY | flags, null);

    /// <summary>Detaches all mounts from the namespace that they were copied from.</summary>
    internal static void MakePrivate() => Call("make the mounts private", null, "/", null, ContainerLibc.MS_REC | ContainerLibc.MS_PRIVATE, null);

    private static void Call(string what, string? source, string target, string? type, nuint flags, string? data)
    {
        fixed (byte* s = source is null ? null : CString.Of(source), t = CString.Of(target), y = type is null ? null : CString.Of(type), d = data is null ? null : CString.Of(data))
        {
            SystemCall.Check(ContainerLibc.mount(s, t, y, flags, d), what);
        }
    }
}
