using OciInterceptor.Linux;

namespace Drofune.Containers;

/// <summary>The user who can make and enter containers.</summary>
internal static class RootUser
{
    /// <exception cref="DrofuneException">The caller is not root.</exception>
    internal static void Require()
    {
        if (Libc.geteuid() != 0)
        {
            throw new DrofuneException("root is needed to make namespaces and mounts: run drofune with sudo");
        }
    }
}
