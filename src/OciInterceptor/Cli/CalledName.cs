using System.Runtime.InteropServices;

namespace OciInterceptor.Cli;

/// <summary>What the name says that we were called under: engines that can pass no arguments choose a profile by it.</summary>
internal static unsafe class CalledName
{
    /// <summary>The NAME of a call as oci-interceptor-NAME, ended by NUL; null for any other name.</summary>
    internal static byte* ProfileOf(byte** argv)
    {
        if (argv[0] is null)
        {
            return null;
        }
        var path = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(argv[0]);
        var name = argv[0] + path.LastIndexOf((byte)'/') + 1;
        var prefix = "oci-interceptor-"u8;
        for (var i = 0; i < prefix.Length; i++)
        {
            if (name[i] != prefix[i])
            {
                return null;
            }
        }
        return name[prefix.Length] == 0 ? null : name + prefix.Length;
    }
}
