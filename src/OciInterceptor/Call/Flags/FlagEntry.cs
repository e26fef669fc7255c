namespace OciInterceptor.Call.Flags;

/// <summary>One line of <see cref="FlagTable"/>.</summary>
/// <param name="name">The flag's name with its dashes.</param>
/// <param name="valueName">What the help calls the value; empty when the flag takes none.</param>
/// <param name="scope">Which calls the flag concerns.</param>
/// <param name="help">One line for the help.</param>
/// <param name="put">Puts the flag into the options; null when only the scan of the arguments reads it.</param>
internal unsafe ref struct FlagEntry(
    ReadOnlySpan<byte> name, ReadOnlySpan<byte> valueName, FlagScope scope, ReadOnlySpan<byte> help, delegate*<Options, FlagValue, Options> put)
{
    internal readonly ReadOnlySpan<byte> Name = name;
    internal readonly ReadOnlySpan<byte> ValueName = valueName;
    internal readonly FlagScope Scope = scope;
    internal readonly ReadOnlySpan<byte> Help = help;
    private readonly delegate*<Options, FlagValue, Options> _put = put;

    internal readonly bool TakesValue => ValueName.Length > 0;

    /// <summary>The options with this flag added; <paramref name="value"/> is NUL-terminated, and null for a switch.</summary>
    /// <exception cref="Messages.InterceptorException">The value is not valid.</exception>
    internal readonly Options Put(Options options, byte* value) => _put is null ? options : _put(options, FlagValue.Of(Name, value));
}
