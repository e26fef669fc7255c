using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Fuzz.Running;

/// <summary>
/// What SharpFuzz's instrumentation counts: how often each edge between two branches of the product was taken. As in AFL, an edge is a
/// place of a table, and counts that differ little are one.
/// </summary>
internal sealed unsafe class EdgeMap
{
    /// <summary>The table's size; SharpFuzz's places are 16 bits.</summary>
    internal const int Size = 1 << 16;

    private readonly byte* _counts = (byte*)NativeMemory.AllocZeroed(Size);

    /// <summary>From now on the instrumented product counts here.</summary>
    internal EdgeMap() => Trace.SharedMem = _counts;

    internal void Clear()
    {
        new Span<byte>(_counts, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Adds the run since <see cref="Clear"/> to what is known.</summary>
    /// <param name="known">For each edge, the classes of counts that were seen.</param>
    /// <returns>Whether an edge, or a class of its counts, is new.</returns>
    internal bool AddTo(byte[] known)
    {
        var isNew = false;
        var words = new ReadOnlySpan<ulong>(_counts, Size / sizeof(ulong));
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] == 0)
            {
                continue;
            }
            for (var i = word * sizeof(ulong); i < (word + 1) * sizeof(ulong); i++)
            {
                var seen = ClassOf(_counts[i]);
                isNew |= (known[i] & seen) != seen;
                known[i] |= seen;
            }
        }
        return isNew;
    }

    /// <summary>How many edges are known.</summary>
    internal static int CountOf(byte[] known) => Size - known.AsSpan().Count((byte)0);

    // One bit each for 1, 2, 3, up to 7, 15, 31, 127, and more.
    internal static byte ClassOf(byte count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        <= 7 => 8,
        <= 15 => 16,
        <= 31 => 32,
        <= 127 => 64,
        _ => 128,
    };
}
