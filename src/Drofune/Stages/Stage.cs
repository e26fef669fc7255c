using System.Globalization;
using System.Runtime.InteropServices;
using Drofune.Linux;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace Drofune.Stages;

/// <summary>
/// This program again, as a fresh process with a hidden verb. A runtime written in C forks and goes on; .NET has threads, and a
/// fork would have one of them, so the child starts anew and is told by arguments and descriptors what to do.
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

    /// <summary>An option whose value is a descriptor that the stage inherits.</summary>
    internal Stage With(string option, int descriptor)
    {
        _descriptors.Add((descriptor, descriptor));
        return With(option).With(descriptor.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Starts it without a command, in a session of its own: what ends the runtime by its group or its terminal leaves it alone.</summary>
    internal int Spawn()
    {
        byte* nothing = null;
        return Spawn(&nothing, SpawnOptions.AsCalled with { HasOwnSession = true });
    }

    /// <summary>Starts it, with the signals as drofune found them, in the namespaces that are set for children.</summary>
    /// <returns>Its process ID, in our own PID namespace.</returns>
    internal int Spawn(byte** command) => Spawn(command, SpawnOptions.AsCalled);

    private int Spawn(byte** command, SpawnOptions options)
    {
        // The command is to find SIGCHLD ignored as the caller had it, though the stage must not.
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
