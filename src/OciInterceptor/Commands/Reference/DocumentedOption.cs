namespace OciInterceptor.Commands.Reference;

/// <summary>An option of a command or a flag of the program, as help, manual pages and completions show it.</summary>
/// <param name="Names">Its names, the usual one first.</param>
/// <param name="Value">What its value is called; null for a switch.</param>
/// <param name="Description">What it does.</param>
/// <param name="Words">The values that it takes; empty if there are others.</param>
internal sealed record DocumentedOption(ImmutableArray<string> Names, string? Value, string Description, ImmutableArray<string> Words)
{
    /// <summary>The value if none is given; null without one.</summary>
    internal string? Default { get; init; }
}
