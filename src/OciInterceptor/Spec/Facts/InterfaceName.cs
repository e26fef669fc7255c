using System.Buffers;
using System.Text;

namespace OciInterceptor.Spec.Facts;

/// <summary>Names of network interfaces, as the kernel takes them (dev_valid_name, dev_alloc_name in net/core/dev.c).</summary>
internal static class InterfaceName
{
    // "/", ":" and, byte by byte, what is white space in Latin-1 (lib/ctype.c).
    private static readonly SearchValues<byte> _refused = SearchValues.Create("/:\t\n\v\f\r "u8.ToArray().Append((byte)0xA0).ToArray());

    /// <summary>The kernel's IFNAMSIZ without the closing zero.</summary>
    private const int Longest = 15;

    /// <summary>Whether an interface can have the name: the kernel takes a "%" only in a template.</summary>
    internal static bool IsOne(string name) => IsValid(name) && !name.Contains('%', StringComparison.Ordinal);

    /// <summary>Whether an interface can be given the name, or the kernel makes one of it.</summary>
    internal static bool IsNew(string name) => IsOne(name) || (IsValid(name) && IsTemplate(name));

    /// <summary>Whether it is a template, such as net%d, for which the kernel chooses a number that is free: two interfaces may have one.</summary>
    internal static bool IsTemplate(string name) => name.Split('%') is [_, ['d', ..]];

    private static bool IsValid(string name) =>
        name is not ("" or "." or "..")
        && Encoding.UTF8.GetByteCount(name) <= Longest
        && !Encoding.UTF8.GetBytes(name).AsSpan().ContainsAny(_refused);
}
