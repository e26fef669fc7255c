using System.Runtime.InteropServices;

namespace OciInterceptor.Policy;

/// <summary>What a policy may ask of the machine it runs on. Rules see the machine through this alone.</summary>
internal interface IHost
{
    /// <summary>A device node of the host, by a path that the operator wrote.</summary>
    /// <exception cref="InterceptorException">It is missing or no device.</exception>
    HostDevice Device(string path);

    /// <summary>A file that the operator named: trusted as the policy itself is.</summary>
    /// <exception cref="InterceptorException">It cannot be read or trusted.</exception>
    byte[] TrustedFile(string path);

    /// <summary>A host path with every symbolic link followed as far as it exists; null when nothing can be told.</summary>
    string? Resolve(string path);

    /// <summary>What backs a host path when it lies on a bind mount: the path on its own file system (/proc/self/mountinfo).</summary>
    IEnumerable<string> Backing(string path);

    /// <summary>Whether two host paths lead to one file, over symbolic links; false when one of them leads nowhere.</summary>
    bool IsSameFile(string one, string other);

    /// <summary>The machine's processor.</summary>
    Architecture Architecture => RuntimeInformation.OSArchitecture;

    /// <summary>The kernel's version.</summary>
    Version Kernel => Environment.OSVersion.Version;
}
