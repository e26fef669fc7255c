using System.IO.MemoryMappedFiles;

namespace Fuzz.Running;

/// <summary>
/// A file in which a worker says what it is trying. A process that dies or hangs cannot tell afterwards; the file can.
/// </summary>
internal sealed unsafe class CurrentInput : IDisposable
{
    private const int Header = 16;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    internal CurrentInput(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, Header + Fuzzer.MaxLength);
        _view = _file.CreateViewAccessor();
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>How many inputs were begun.</summary>
    internal long Number => Volatile.Read(ref *(long*)_start);

    internal int Target => *(int*)(_start + 8);

    internal byte[] Input => new ReadOnlySpan<byte>(_start + Header, *(int*)(_start + 12)).ToArray();

    internal void Begin(int target, byte[] input)
    {
        *(int*)(_start + 8) = target;
        *(int*)(_start + 12) = input.Length;
        input.CopyTo(new Span<byte>(_start + Header, Fuzzer.MaxLength));
        Volatile.Write(ref *(long*)_start, Number + 1);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
