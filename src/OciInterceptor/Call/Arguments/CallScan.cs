using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OciInterceptor.Call.Flags;

namespace OciInterceptor.Call.Arguments;

/// <summary>
/// What one pass over raw argv finds out about a call: its verb, the document that it carries, the scope of our flags. Pointers point
/// into argv, NUL-terminated, null if the option was not given; if an option is repeated, the last one wins.
/// Works ahead of the .NET runtime.
/// </summary>
internal unsafe struct CallScan
{
    /// <summary>The arguments that were scanned, argv[0] first, and the environment.</summary>
    internal int Argc;
    internal byte** Argv;
    internal byte** Envp;

    /// <summary>The verb's index in argv; 0 without a verb.</summary>
    internal int Verb;

    internal DocumentKind Document;

    /// <summary>--bundle: the directory.</summary>
    internal byte* Bundle;

    /// <summary>crun's --config: "config.json" is looked up in the bundle, any other path in the working directory.</summary>
    internal byte* Config;

    /// <summary>--process: the document of an exec, and its index in argv.</summary>
    internal byte* Process;
    internal int ProcessIndex;

    /// <summary>The name of the first option by which an exec without a document describes its process; null without one.</summary>
    internal byte* ProcessOption;
    internal int ProcessOptionLength;

    /// <summary>--no-pivot: the runtime then covers the host's root directory instead of letting go of it.</summary>
    internal bool NoPivot;

    internal byte* ContainerId;

    /// <summary>--log and --log-format: where and how the caller wants errors.</summary>
    internal byte* Log;
    internal byte* LogFormat;

    /// <summary>--oi-runtime-path, else the runtime of Guardian's shim.</summary>
    internal byte* RuntimePath;

    /// <summary>Whether the runtime is to be executed from a copy in memory.</summary>
    internal bool CloneRuntime;

    /// <summary>--oi-collector: whether .NET is to start with its garbage collector, whatever the call.</summary>
    internal bool UsesCollector;

    /// <summary>Whether the call is for Guardian's shim.</summary>
    internal bool IsGuardianShim;

    /// <summary>Whether the call is for Guardian's shim and names no runtime.</summary>
    internal bool LacksRuntime;

    /// <summary>The profile whose own runtime is used: that of the name we were called under. Not every call of a container has its flags.</summary>
    internal byte* Profile;

    /// <summary>The widest scope among our flags that were given.</summary>
    internal FlagScope Scope;

    /// <summary>Whether the verb is one of our own, oi-….</summary>
    internal bool IsOwnCommand;

    /// <summary>Whether anything but flags of ours was given.</summary>
    internal bool HasForwarded;

    /// <summary>The index of the first argument that misuses one of our flags; 0 without a misuse.</summary>
    internal int Fault;
    internal ArgumentKind FaultKind;

    /// <summary>What goes to the runtime, and our flags up to the first fault.</summary>
    internal SortedArguments Arguments;

    /// <summary>Whether rules have something to judge in the call, or something that they would have to judge and cannot see.</summary>
    internal readonly bool ConcernsRules => Document != DocumentKind.None || ProcessOption is not null;

    /// <summary>The document's file, in <see cref="DocumentDirectory"/> if that is not empty.</summary>
    internal readonly ReadOnlySpan<byte> DocumentName =>
        Document == DocumentKind.Process ? Text(Process) : Config is null ? "config.json"u8 : Text(Config);

    /// <summary>Where the runtime looks for the document; empty for the working directory. crun looks there for any other name than config.json.</summary>
    internal readonly ReadOnlySpan<byte> DocumentDirectory =>
        Document == DocumentKind.Configuration && Bundle is not null && DocumentName.SequenceEqual("config.json"u8) ? Text(Bundle) : default;

    internal static CallScan Of(int argc, byte** argv, byte** envp)
    {
        CallScan scan = default;
        scan.Argc = argc;
        scan.Argv = argv;
        scan.Envp = envp;
        scan.Arguments = SortedArguments.For(argc);
        scan.Profile = ProgramName.ProfileOf(argv);
        scan.Scope = scan.Profile is null ? FlagScope.None : FlagScope.Document;
        scan.ReadGlobals();
        if (GuardianShim.IsCalled(argv, envp))
        {
            scan.ReadShim();
        }
        if (scan.Verb > 0)
        {
            scan.ReadVerb();
        }
        return scan;
    }

    private void ReadGlobals()
    {
        var globals = new GlobalArguments(Argc, Argv);
        var informs = false;
        var next = 1;
        while (globals.MoveNext())
        {
            next = globals.Index + globals.Count;
            switch (globals.Kind)
            {
                case ArgumentKind.Own:
                    ReadFlag(globals);
                    continue;
                case ArgumentKind.Option:
                    Log = Is(globals.Name, "log"u8, "l"u8) ? globals.Value : Log;
                    LogFormat = globals.Name.SequenceEqual("log-format"u8) ? globals.Value : LogFormat;
                    informs |= globals.Value is null && RuntimeOptions.Has(RuntimeOptions.Informing, globals.Name);
                    break;
                case ArgumentKind.Positional:
                    Verb = informs ? 0 : globals.Index;
                    break;
                default:
                    Fault = Fault == 0 ? globals.Index : Fault;
                    FaultKind = Fault == globals.Index ? globals.Kind : FaultKind;
                    continue;
            }
            HasForwarded = true;
            Forward(globals.Index, next);
        }
        Forward(next, Argc);
    }

    private void ReadFlag(in GlobalArguments globals)
    {
        var name = globals.Flag.Name;
        Scope = globals.Flag.Scope > Scope ? globals.Flag.Scope : Scope;
        RuntimePath = name.SequenceEqual(FlagTable.RuntimePath) ? globals.Value : RuntimePath;
        CloneRuntime |= name.SequenceEqual(FlagTable.CloneRuntime);
        UsesCollector |= name.SequenceEqual(FlagTable.Collector);
        if (Fault == 0)
        {
            Arguments.Keep(globals.FlagPlace, globals.Value);
        }
    }

    private void Forward(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            Arguments.Forward(Argv[i]);
        }
    }

    private void ReadShim()
    {
        var scope = GuardianShim.LogFile(Envp) is null ? FlagScope.Document : FlagScope.Call;
        Scope = scope > Scope ? scope : Scope;
        IsGuardianShim = true;
        RuntimePath = RuntimePath is null ? GuardianShim.Runtime(Envp) : RuntimePath;
        LacksRuntime = RuntimePath is null;
    }

    private void ReadVerb()
    {
        var verb = Text(Argv[Verb]);
        IsOwnCommand = verb.StartsWith("oi-"u8);
        if (verb.SequenceEqual("exec"u8))
        {
            ReadOptions(isExec: true);
            Document = Process is null ? DocumentKind.None : Document;
            // With a document the runtimes do not look at the other options.
            ProcessOption = Process is null ? ProcessOption : null;
        }
        else if (Is(verb, "create"u8, "run"u8) || verb.SequenceEqual("restore"u8))
        {
            ReadOptions(isExec: false);
        }
    }

    // After the container's ID an exec has its command; the other verbs have nothing, or options in clap's free order.
    private void ReadOptions(bool isExec)
    {
        Document = isExec ? DocumentKind.Process : DocumentKind.Configuration;
        var arguments = new VerbArguments(Argc, Argv, Verb);
        while (arguments.MoveNext())
        {
            if (arguments.Kind == ArgumentKind.Positional)
            {
                ContainerId = ContainerId is null ? arguments.Value : ContainerId;
                if (isExec)
                {
                    return;
                }
                continue;
            }
            if (arguments.Value is null && RuntimeOptions.Has(RuntimeOptions.Informing, arguments.Name))
            {
                Document = DocumentKind.None;
                ProcessOption = null;
                return;
            }
            if (isExec && ProcessOption is null && !RuntimeOptions.Has(RuntimeOptions.BesidesTheProcess, arguments.Name))
            {
                // A part of argv, or a literal: neither moves.
                ProcessOption = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(arguments.Name));
                ProcessOptionLength = arguments.Name.Length;
            }
            Bundle = Is(arguments.Name, "bundle"u8, "b"u8) ? Given(arguments.Value) : Bundle;
            Config = Is(arguments.Name, "config"u8, "f"u8) ? arguments.Value : Config;
            if (Is(arguments.Name, "process"u8, "p"u8))
            {
                Process = Given(arguments.Value);
                ProcessIndex = arguments.Index;
            }
            if (arguments.Name.SequenceEqual("no-pivot"u8))
            {
                NoPivot = arguments.Value is null || !RuntimeOptions.IsFalse(Text(arguments.Value));
            }
        }
    }

    private static ReadOnlySpan<byte> Text(byte* text) => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);

    // runc treats an empty value as missing.
    private static byte* Given(byte* value) => value is null || *value == 0 ? null : value;

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => name.SequenceEqual(a) || name.SequenceEqual(b);
}
