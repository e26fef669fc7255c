using OciInterceptor.Linux;

namespace Drofune.Cli;

/// <summary>Raw argv, read from the left: a verb, its options, and the command, whose bytes are not interpreted.</summary>
internal sealed unsafe class Arguments(int argc, byte** argv)
{
    private int _next = 1;

    /// <summary>The arguments not read yet, ended by null as execve(2) takes them.</summary>
    internal byte** Rest => argv + _next;

    internal bool IsAtEnd => _next >= argc;

    internal string? TakeVerb() => IsAtEnd ? null : Take();

    /// <summary>The next option; null where the command begins, which "--" may precede.</summary>
    internal string? TakeOption()
    {
        if (IsAtEnd || argv[_next][0] != '-')
        {
            return null;
        }
        var option = Take();
        return option == "--" ? null : option;
    }

    /// <exception cref="UsageException">The value is missing.</exception>
    internal string TakeValue(string option) =>
        IsAtEnd ? throw new UsageException($"{option} needs a value") : Take();

    /// <summary>The command: all remaining arguments.</summary>
    /// <exception cref="UsageException">None remain.</exception>
    internal byte** TakeCommand(string verb) =>
        IsAtEnd ? throw new UsageException($"{verb}: missing command") : Rest;

    private string Take() => CString.At(argv[_next++]).ToString();
}
