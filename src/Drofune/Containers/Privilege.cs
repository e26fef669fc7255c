using OciInterceptor.Linux;

namespace Drofune.Containers;

/// <summary>Who may make and enter containers.</summary>
internal static class Privilege
{
    /// <exception cref="DrofuneException">It is not root who calls.</exception>
    internal static void Check()
    {
        if (Libc.geteuid() != 0)
        {
            throw new DrofuneException("needs root: it makes namespaces and mounts; run it with sudo");
        }
    }
}
