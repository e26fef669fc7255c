using OciInterceptor.Call.Flags;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Running;
using OciInterceptor.Host;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>What a command works with besides its own arguments. <paramref name="Options"/> are our flags before the command.</summary>
internal sealed record CommandContext(Options Options, PolicyPaths Paths, IMachine Machine)
{
    /// <summary>Where the command shows its work.</summary>
    internal Terminal Terminal { get; init; } = new();

    /// <summary>Reads the standard input up to a number of bytes; null if it has more.</summary>
    internal Func<int, byte[]?> Input { get; init; } = StandardInput.Read;

    /// <summary>The machine as a call with that bundle sees it.</summary>
    internal Func<string, IHost>? HostOf { get; init; }

    /// <summary>Finds the containers that run now; null to look for them on the machine.</summary>
    internal Func<ImmutableArray<RunningContainer>>? FindRunning { get; init; }

    /// <summary>--oi-runtime-path before the command; null when it was not given.</summary>
    internal string? RuntimePath { get; init; }

    /// <summary>This program's file.</summary>
    /// <exception cref="InterceptorException">The file has been removed.</exception>
    internal string Binary => FindBinary();

    internal Func<string> FindBinary { get; init; } = SelfExecutable.Find;

    /// <summary>PATH, or the usual directories when it is unset.</summary>
    internal string SearchPath { get; init; } = "";

    /// <summary>The value of NOTIFY_SOCKET; null when it is not set.</summary>
    internal string? NotifySocket { get; init; }

    /// <summary>The value of XDG_RUNTIME_DIR; null when it is not set.</summary>
    internal string? UserDirectory { get; init; }

    /// <summary>The arguments before the command, our flags and the runtime's global options, as they were given.</summary>
    internal ImmutableArray<CString> BeforeCommand { get; init; } = [];

    internal PolicyLoader Loader => new(Paths, Machine);

    /// <summary>The policy that a call with these flags would get.</summary>
    /// <exception cref="InterceptorException">It cannot be loaded.</exception>
    internal EffectivePolicy LoadPolicy() => Loader.Load(Options);

    /// <summary>Writes text at once, before the command has its result.</summary>
    internal void Tell(string text) => Terminal.Tell(text);

    /// <summary>The text in a colour; plain if colours are off.</summary>
    internal string Coloured(string text, Colour colour) => Terminal.Coloured(text, colour);
}
