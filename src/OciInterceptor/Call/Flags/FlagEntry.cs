namespace OciInterceptor.Call.Flags;

/// <summary>One line of <see cref="FlagTable"/>.</summary>
internal ref struct FlagEntry
{
    internal Flag Flag { get; private set; }

    /// <summary>The flag's name with its dashes.</summary>
    internal ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>What the help calls the value; empty when the flag takes none.</summary>
    internal ReadOnlySpan<byte> ValueName { get; private set; }

    internal FlagScope Reach { get; private set; }

    internal ReadOnlySpan<byte> Help { get; private set; }

    internal readonly bool TakesValue => ValueName.Length > 0;

    /// <summary>Takes the first line off <paramref name="lines"/>.</summary>
    internal static FlagEntry ReadFrom(scoped ref ReadOnlySpan<byte> lines, Flag flag)
    {
        var line = new FlagEntry { Flag = flag, Name = Cut(ref lines, (byte)'|'), ValueName = Cut(ref lines, (byte)'|') };
        line.Reach = ReachOf(Cut(ref lines, (byte)'|'));
        line.Help = Cut(ref lines, (byte)'\n');
        return line;
    }

    private static FlagScope ReachOf(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("call"u8) ? FlagScope.Call
        : word.SequenceEqual("document"u8) ? FlagScope.Document
        : word.SequenceEqual("configuration"u8) ? FlagScope.Configuration
        : FlagScope.None;

    private static ReadOnlySpan<byte> Cut(scoped ref ReadOnlySpan<byte> text, byte end)
    {
        var length = text.IndexOf(end);
        var part = text[..length];
        text = text[(length + 1)..];
        return part;
    }
}
