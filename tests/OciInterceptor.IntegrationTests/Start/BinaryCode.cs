using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Start;

/// <summary>The published binary as its linker made it: names from the symbols beside it, and instructions.</summary>
internal sealed partial class BinaryCode
{
    private const int HeaderSize = 64, SegmentSize = 56, Loaded = 1;

    private readonly byte[] _file = File.ReadAllBytes(PublishedBinary.Path);
    private readonly ulong[] _starts;
    private readonly string[] _names;
    private readonly Dictionary<string, ulong> _data = [];

    private BinaryCode()
    {
        var functions = new SortedDictionary<ulong, string>();
        foreach (var line in new Command("nm", "--demangle", PublishedBinary.Path + ".dbg").Run().Succeeded().OutputText.Split('\n'))
        {
            if (SymbolLine().Match(line) is { Success: true } symbol)
            {
                var address = ulong.Parse(symbol.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                if (!"tTwW".Contains(symbol.Groups[2].Value[0], StringComparison.Ordinal))
                    _data.TryAdd(symbol.Groups[3].Value, address);
                else if (!symbol.Groups[3].Value.StartsWith("__wrap_", StringComparison.Ordinal))
                    functions.TryAdd(address, symbol.Groups[3].Value);
            }
        }
        _starts = [.. functions.Keys];
        _names = [.. functions.Values];
        Calls = ReadCalls().ToHashSet();
    }

    public static BinaryCode Published => field ??= new BinaryCode();

    /// <summary>Which function calls or jumps to the beginning of which other, where the instruction says so.</summary>
    public IReadOnlySet<(string Caller, string Callee)> Calls { get; }

    /// <summary>The functions whose instructions name a variable by its address.</summary>
    public IReadOnlyList<string> UsersOf(string variable)
    {
        var address = _data[variable].ToString("x", CultureInfo.InvariantCulture);
        return [.. Instructions().Where(line => line.EndsWith($"# 0x{address}", StringComparison.Ordinal) || line.Contains($"$0x{address},", StringComparison.Ordinal))
            .Select(line => FunctionAround(ulong.Parse(line.AsSpan().Trim()[..line.Trim().IndexOf(':', StringComparison.Ordinal)], NumberStyles.HexNumber, CultureInfo.InvariantCulture)))
            .Distinct()];
    }

    /// <summary>The functions in a C++ table of virtual methods, by their places.</summary>
    public IReadOnlyList<string> VirtualMethods(string type)
    {
        var methods = new List<string>();
        // Two words come first: the offset to the top, and the type's description.
        for (var address = _data[$"vtable for {type}"] + 16; FunctionAt(WordAt(address)) is { } name; address += 8)
            methods.Add(name);
        return methods;
    }

    private static string[] Instructions() =>
        new Command("objdump", "--disassemble", "--no-show-raw-insn", PublishedBinary.Path).Run().Succeeded().OutputText.Split('\n');

    private string? FunctionAt(ulong address)
    {
        var index = Array.BinarySearch(_starts, address);
        return index < 0 ? null : _names[index];
    }

    private string FunctionAround(ulong address)
    {
        var index = Array.BinarySearch(_starts, address);
        return _names[index < 0 ? ~index - 1 : index];
    }

    private ulong WordAt(ulong address)
    {
        var count = BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(56));
        for (var i = 0; i < count; i++)
        {
            var segment = _file.AsSpan(HeaderSize + (i * SegmentSize), SegmentSize);
            var (offset, start, size) = (Word(segment, 8), Word(segment, 16), Word(segment, 32));
            if (BinaryPrimitives.ReadInt32LittleEndian(segment) == Loaded && address - start < size)
                return Word(_file.AsSpan(), (int)(offset + address - start));
        }
        throw new InvalidOperationException($"{address:x} is in no segment of the file");
    }

    private static ulong Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);

    private IEnumerable<(string Caller, string Callee)> ReadCalls()
    {
        foreach (var line in Instructions())
        {
            if (CallLine().Match(line) is { Success: true } call && FunctionAt(Number(call.Groups[2])) is { } callee)
                yield return (FunctionAround(Number(call.Groups[1])), callee);
        }

        static ulong Number(Group group) => ulong.Parse(group.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^([0-9a-f]+) (\\w) (.*)$")]
    private static partial Regex SymbolLine();

    // "  40c6cb:	call   0x40c3f0"; on arm64 "bl" and "b".
    [GeneratedRegex("^ +([0-9a-f]+):\t(?:call|jmp|bl?)\\s+(?:0x)?([0-9a-f]+)\\b")]
    private static partial Regex CallLine();
}
