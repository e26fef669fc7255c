using System.Runtime.InteropServices;

namespace OciInterceptor.Call.Arguments;

/// <summary>Reads the name that we were called by: engines that can pass no arguments choose a profile by it.</summary>
internal static unsafe class ProgramName
{
    /// <summary>The last part of argv[0], which must not be null.</summary>
    internal static byte* Of(byte** argv) => argv[0] + MemoryMarshal.CreateReadOnlySpanFromNullTerminated(argv[0]).LastIndexOf((byte)'/') + 1;

    /// <summary>The NAME of a call as oci-interceptor-NAME, NUL-terminated; null for any other name.</summary>
    internal static byte* ProfileOf(byte** argv)
    {
        if (argv[0] is null)
        {
            return null;
        }
        var name = Of(argv);
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
