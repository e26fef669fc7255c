using OciInterceptor.Linux;

namespace OciInterceptor.Call.Arguments;

/// <summary>
/// The arguments sorted into those for the runtime, the same bytes in the same order, and our own flags. Filled by the scan,
/// in one buffer from the C library that lives until the exec.
/// </summary>
internal unsafe struct SortedArguments
{
    private byte** _forwarded;
    private int _forwardedCount;
    private GivenFlag* _flags;
    private int _flagCount;

    /// <summary>Whether there was memory for the buffer; without it the arguments are not kept.</summary>
    internal readonly bool HasMemory => _forwarded is not null;

    /// <summary>Our own flags in their order.</summary>
    internal readonly ReadOnlySpan<GivenFlag> Flags => new(_flags, _flagCount);

    internal static SortedArguments For(int argc)
    {
        SortedArguments arguments = default;
        // Two more pointers: the runtime's name, and the null at the end.
        arguments._flags = (GivenFlag*)Libc.malloc(((nuint)argc * (nuint)sizeof(GivenFlag)) + ((nuint)(argc + 2) * (nuint)sizeof(byte*)));
        if (arguments._flags is not null)
        {
            arguments._forwarded = (byte**)(arguments._flags + argc);
            arguments._forwarded[1] = null;
            arguments._forwardedCount = 1;
        }
        return arguments;
    }

    internal void Forward(byte* argument)
    {
        if (HasMemory)
        {
            _forwarded[_forwardedCount++] = argument;
            _forwarded[_forwardedCount] = null;
        }
    }

    internal void Keep(int place, byte* value)
    {
        if (HasMemory)
        {
            _flags[_flagCount].Place = place;
            _flags[_flagCount++].Value = value;
        }
    }

    /// <summary>The runtime's argv, ended by null, with <paramref name="name"/> as argv[0].</summary>
    internal readonly byte** ForwardedTo(byte* name)
    {
        _forwarded[0] = name;
        return _forwarded;
    }
}
