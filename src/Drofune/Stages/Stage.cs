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

    private const int AttributesSize = 512; // glibc's posix_spawnattr_t is smaller everywhere
    private const int ActionsSize = 256; // as is its posix_spawn_file_actions_t

    private readonly List<string> _arguments;
    private readonly List<int> _descriptors = [];

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
        _descriptors.Add(descriptor);
        return With(option).With(descriptor.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Starts it without a command, in a session of its own: what ends the runtime by its group or its terminal leaves it alone.</summary>
    internal int Spawn()
    {
        byte* nothing = null;
        return Spawn(&nothing, ContainerLibc.POSIX_SPAWN_SETSID);
    }

    /// <summary>Starts it, with the signals as drofune found them, in the namespaces that are set for children.</summary>
    /// <returns>Its process ID, in our own PID namespace.</returns>
    internal int Spawn(byte** command, short flags = 0)
    {
        // Where the caller ignores the end of children there is nothing to wait for; the command is to find it so all the same.
        SignalState.HearOfChildren();
        if (Signals.Has(SignalState.Ignored, Signals.Child))
        {
            With(CommandProgram.IgnoreChildren);
        }
        var attributes = stackalloc byte[AttributesSize];
        var actions = stackalloc byte[ActionsSize];
        Check(ContainerLibc.posix_spawnattr_init(attributes));
        Check(ContainerLibc.posix_spawn_file_actions_init(actions));
        SignalSet mask = new() { Bits = SignalState.Mask };
        SignalSet defaults = new() { Bits = ~SignalState.Ignored };
        Check(ContainerLibc.posix_spawnattr_setsigmask(attributes, &mask));
        Check(ContainerLibc.posix_spawnattr_setsigdefault(attributes, &defaults));
        Check(ContainerLibc.posix_spawnattr_setflags(attributes, (short)(flags | ContainerLibc.POSIX_SPAWN_SETSIGMASK | ContainerLibc.POSIX_SPAWN_SETSIGDEF)));
        foreach (var descriptor in _descriptors)
        {
            // Onto itself: that only takes the close-on-exec flag away, in the child alone.
            Check(ContainerLibc.posix_spawn_file_actions_adddup2(actions, descriptor, descriptor));
        }
        int pid;
        fixed (byte* self = "/proc/self/exe\0"u8)
        {
            Check(ContainerLibc.posix_spawn(&pid, self, actions, attributes, Arguments(command), ProcessStart.Envp));
        }
        _ = ContainerLibc.posix_spawn_file_actions_destroy(actions);
        return pid;
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

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw Failure.Of("start a process", error);
        }
    }
}
