using System.Runtime.InteropServices;
using System.Text;

namespace OciInterceptor.Linux;

/// <summary>A string as the kernel takes it: bytes in no particular encoding, NUL-terminated.</summary>
internal sealed unsafe class CString
{
    private readonly byte[] _bytes;

    private CString(byte[] bytes) => _bytes = bytes;

    /// <summary>The bytes without the NUL.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _bytes.Length - 1);

    internal static CString Of(ReadOnlySpan<byte> bytes) => new([.. bytes, 0]);

    internal static CString Of(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return new CString(bytes);
    }

    internal static CString At(byte* pointer) => Of(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(pointer));

    /// <summary>A path in a directory.</summary>
    internal static CString In(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name) => new([.. directory, (byte)'/', .. name, 0]);

    public ref readonly byte GetPinnableReference() => ref _bytes[0];

    /// <summary>For messages: bytes that are not UTF-8 become U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes);
}
