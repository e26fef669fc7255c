using System.Runtime.CompilerServices;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor;

/// <summary>
/// The memory of a call that ends before a garbage collector would have anything to do: one mapping, from which every object is cut
/// and to which none returns. Works ahead of the .NET runtime.
/// </summary>
internal static unsafe class Arena
{
    // In bytes: of the whole; of what is given to a thread at a time; of what is left for an error when the rest is used up.
    private const long Size = 64 << 20;
    private const long Piece = 64 << 10;
    private const long Reserve = 1 << 20;

    // What a call may still need after its first effect: the new document, which is not much larger than the old, its audit line, its log.
    private const long Room = 16 << 20;

    private static long _next;
    private static long _end;
    private static int _isReserveOpen;

    /// <summary>Whether this process has one.</summary>
    internal static bool IsInUse => _end != 0;

    /// <summary>Maps it, unless a limit leaves no room for it and as much again.</summary>
    internal static void Map()
    {
        var start = Libc.mmap(null, (nuint)(2 * Size), Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE, -1, 0);
        if ((nint)start == Libc.MAP_FAILED)
        {
            return;
        }
        _ = Libc.munmap((byte*)start + Size, (nuint)Size);
        // An object's address is that of its second word.
        _next = (long)start + sizeof(void*);
        _end = (long)start + Size - Reserve;
    }

    /// <summary>
    /// Cuts zeroed memory for one object, from what its thread has or from a new piece. The bounds of the thread's piece are
    /// <paramref name="next"/> and <paramref name="limit"/>, between which .NET cuts smaller objects itself.
    /// </summary>
    /// <returns>The object's address; 0 if the arena is used up.</returns>
    internal static long Cut(ref long next, ref long limit, long size)
    {
        if (limit - next < size)
        {
            var wanted = size > Piece ? size : Piece;
            var piece = Take(wanted);
            if (piece == 0 || size > Piece)
            {
                return piece;
            }
            // One thread alone goes on where it was.
            next = piece == limit ? next : piece;
            limit = piece + wanted;
        }
        var place = next;
        next += size;
        return place;
    }

    /// <summary>Cuts zeroed memory of <paramref name="size"/> bytes, a multiple of 8.</summary>
    /// <returns>Its address; 0 if the arena is used up.</returns>
    internal static long Take(long size)
    {
        while (true)
        {
            var place = Volatile.Read(ref _next);
            if (size > _end - place)
            {
                Exhaust();
                return 0;
            }
            if (Interlocked.CompareExchange(ref _next, place + size, place) == place)
            {
                return place;
            }
        }
    }

    /// <summary>
    /// Has the call begin anew if little is left. For just before its first effect: what comes after that must not fail for want of
    /// memory, whatever the document made the rules use.
    /// </summary>
    internal static void RequireRoom()
    {
        if (IsInUse && _end - _next < Room)
        {
            ProcessStart.Restart();
        }
    }

    // The call begins anew with the collector. Where it cannot, this is an OutOfMemoryException, and what reporting it needs comes out of
    // the reserve. .NET may wait for ever where it finds no memory for the exception itself, so the second time is the last.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Exhaust()
    {
        ProcessStart.Restart();
        if (Interlocked.Exchange(ref _isReserveOpen, 1) == 0)
        {
            _end += Reserve;
        }
        else
        {
            ProcessStart.Fail("oci-interceptor: this needs more memory than oci-interceptor allows itself\n"u8);
        }
    }
}
