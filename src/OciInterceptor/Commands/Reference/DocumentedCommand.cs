using OciInterceptor.Commands.CommandLine;

namespace OciInterceptor.Commands.Reference;

/// <summary>A command as manual pages and completions show it; the program itself has its flags as options.</summary>
internal sealed record DocumentedCommand(string Name, string Summary, string Details)
{
    /// <summary>How it is called, a way on each line.</summary>
    internal ImmutableArray<string> Usage { get; init; } = [];

    internal ImmutableArray<DocumentedArgument> Arguments { get; init; } = [];

    internal ImmutableArray<DocumentedOption> Options { get; init; } = [];

    /// <summary>The options that have a value behind them.</summary>
    internal IEnumerable<DocumentedOption> ValueOptions => Options.Where(static option => option.Value is not null);

    internal ImmutableArray<CommandExample> Examples { get; init; } = [];
}
