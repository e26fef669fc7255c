using OciInterceptor.Linux;

namespace OciInterceptor.Call.Arguments;

/// <summary>The runtime's argv: its own name, then every argument that is not ours, the same bytes in the same order.</summary>
internal static unsafe class ForwardedArguments
{
    /// <returns>A new array from the C library, ended by null; it lives until the exec. Null when there is no memory.</returns>
    internal static byte** Of(int argc, byte** argv, byte* runtime)
    {
        var forwarded = (byte**)Libc.malloc((nuint)(argc + 2) * (nuint)sizeof(byte*));
        if (forwarded is null)
        {
            return null;
        }
        forwarded[0] = runtime;
        var count = 1;
        var next = 1;
        var globals = new GlobalArguments(argc, argv);
        while (globals.MoveNext())
        {
            for (; next < globals.Index + globals.Count; next++)
            {
                if (globals.Kind != ArgumentKind.Own)
                {
                    forwarded[count++] = argv[next];
                }
            }
        }
        for (; next < argc; next++)
        {
            forwarded[count++] = argv[next];
        }
        forwarded[count] = null;
        return forwarded;
    }
}
