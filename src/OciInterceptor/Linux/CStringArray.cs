using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>Arrays of strings as execve(2) takes them, in memory that is never moved or freed.</summary>
internal static unsafe class CStringArray
{
    /// <summary>Copies the strings, and ends the array with null.</summary>
    internal static byte** Of(IReadOnlyList<string> texts)
    {
        var array = (byte**)NativeMemory.Alloc((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Count; i++)
        {
            array[i] = Copy(CString.Of(texts[i]));
        }
        array[texts.Count] = null;
        return array;
    }

    /// <inheritdoc cref="Of(IReadOnlyList{string})"/>
    internal static byte** OfBytes(List<CString> texts)
    {
        var array = (byte**)NativeMemory.Alloc((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Count; i++)
        {
            array[i] = Copy(texts[i]);
        }
        array[texts.Count] = null;
        return array;
    }

    internal static byte* Copy(CString text)
    {
        var length = text.Bytes.Length;
        var copy = (byte*)NativeMemory.Alloc((nuint)length + 1);
        text.Bytes.CopyTo(new Span<byte>(copy, length));
        copy[length] = 0;
        return copy;
    }
}
