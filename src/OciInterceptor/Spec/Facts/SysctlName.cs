namespace OciInterceptor.Spec.Facts;

/// <summary>Names of kernel parameters, as runc reads and judges them.</summary>
internal static class SysctlName
{
    /// <summary>The name with dots between its elements; sysctl(8) also takes slashes ("net/ipv4/conf/eth0.1/tag").</summary>
    internal static string Dotted(string name)
    {
        var separator = name.AsSpan().IndexOfAny('.', '/');
        return separator < 0 || name[separator] == '.'
            ? name
            : string.Create(name.Length, name, static (dotted, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                {
                    dotted[i] = source[i] switch { '.' => '/', '/' => '.', var c => c };
                }
            });
    }

    /// <summary>The type of the namespace that isolates the parameter; null if the parameter is the whole machine's.</summary>
    internal static string? NamespaceOf(string name) => name switch
    {
        "kernel.msgmax" or "kernel.msgmnb" or "kernel.msgmni" or "kernel.sem" => "ipc",
        "kernel.shmall" or "kernel.shmmax" or "kernel.shmmni" or "kernel.shm_rmid_forced" => "ipc",
        "kernel.domainname" => "uts",
        _ when name.StartsWith("fs.mqueue.", StringComparison.Ordinal) => "ipc",
        _ when name.StartsWith("user.", StringComparison.Ordinal) => "user",
        _ when name.StartsWith("net.", StringComparison.Ordinal) => "network",
        _ => null,
    };
}
