using System.Globalization;
using System.Runtime.InteropServices;
using Drofune.Linux;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace Drofune.Stages;

/// <summary>
/// This program as a fresh process with a hidden verb. A runtime written in C forks and goes on; .NET has threads, of which a fork
/// would keep only one, so the child starts anew and learns from arguments and descriptors what to do.
/// </summary>
internal sealed unsafe class Stage
{
    internal const string Run = "run-stage";
    internal const string Exec = "exec-stage";
    internal const string Keep = "keep-stage";

    private readonly List<string> _arguments;
    private readonly List<(int Ours, int Its)> _descriptors = [];

    internal Stage(string verb) => _arguments = ["drofune", verb];

    internal static bool IsStage(string? verb) => verb is Run or Exec or Keep;

    internal Stage With(string option)
    {
        _arguments.Add(option);
        return this;
    }

    /// <summary>Adds an option whose value is a descriptor that the stage inherits.</summary>
    internal Stage With(string option, int descriptor)
    {
        _descriptors.Add((descriptor, descriptor));
        return With(option).With(descriptor.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Starts it without a command, in a session of its own: signals to the runtime's group or terminal do not reach it.</summary>
    internal int Spawn()
    {
        byte* nothing = null;
        return Spawn(&nothing, SpawnOptions.AsCalled with { HasOwnSession = true });
    }

    /// <summary>Starts it, with the signals as drofune found them, in the namespaces that were set for children.</summary>
    /// <returns>Its process ID, in our own PID namespace.</returns>
    internal int Spawn(byte** command) => Spawn(command, SpawnOptions.AsCalled);

    private int Spawn(byte** command, SpawnOptions options)
    {
        // The command must find SIGCHLD ignored if the caller had it so, though the stage must not ignore it.
        if ((SignalState.Ignored & SignalSet.Bit(Libc.SIGCHLD)) != 0)
        {
            With(CommandProgram.IgnoreChildren);
        }
        return SystemCall.Attempt(() => OciInterceptor.Linux.Processes.Spawn.Start("/proc/self/exe", Arguments(command), ProcessStart.Envp, options, [.. _descriptors]), "start a process");
    }

    private byte** Arguments(byte** command)
    {
        var count = 0;
        while (command[count] is not null)
        {
            count++;
        }
        var own = CStringArray.Of([.. _arguments, "--"]);
        var ownCount = _arguments.Count + 1;
        var all = (byte**)NativeMemory.Alloc((nuint)(ownCount + count + 1), (nuint)sizeof(byte*));
        new ReadOnlySpan<nint>(own, ownCount).CopyTo(new Span<nint>(all, ownCount));
        new ReadOnlySpan<nint>(command, count + 1).CopyTo(new Span<nint>(all + ownCount, count + 1));
        return all;
    }
}
