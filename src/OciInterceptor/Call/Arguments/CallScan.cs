using System.Runtime.InteropServices;
using OciInterceptor.Call.Flags;

namespace OciInterceptor.Call.Arguments;

/// <summary>
/// What one pass over raw argv tells of a call: where the verb stands, which document it carries, and how far our flags
/// reach. Pointers lead into argv, ended by NUL, null when the option was not given; the last of a repeated option counts.
/// </summary>
internal unsafe struct CallScan
{
    /// <summary>The verb's place in argv; 0 when there is none.</summary>
    internal int Verb;

    internal DocumentKind Document;

    /// <summary>--bundle: the directory.</summary>
    internal byte* Bundle;

    /// <summary>crun's --config: "config.json" in the bundle, any other as a path from the working directory.</summary>
    internal byte* Config;

    /// <summary>--process: the document of an exec, and where in argv that stands.</summary>
    internal byte* Process;
    internal int ProcessIndex;

    internal byte* ContainerId;

    /// <summary>--log and --log-format: where and how the caller wants errors.</summary>
    internal byte* Log;
    internal byte* LogFormat;

    /// <summary>--oi-runtime-path, else the runtime of Guardian's shim.</summary>
    internal byte* RuntimePath;

    /// <summary>Whether the runtime is to be executed from a copy in memory.</summary>
    internal bool CloneRuntime;

    /// <summary>Whether the call is for Guardian's shim and does not say what that should become.</summary>
    internal bool LacksRuntime;

    /// <summary>The profile whose own runtime counts: the last --oi-profile, else that of the name we were called under.</summary>
    internal byte* Profile;

    /// <summary>The farthest reach among the flags of ours that were given.</summary>
    internal FlagScope Reach;

    /// <summary>Whether the verb is one of our own, oi-….</summary>
    internal bool IsOwnCommand;

    /// <summary>Whether anything but flags of ours was given.</summary>
    internal bool HasForwarded;

    /// <summary>The place of the first argument that is no correct use of a flag of ours; 0 when all are.</summary>
    internal int Fault;
    internal ArgumentKind FaultKind;

    /// <param name="argc">How many arguments there are, with the name.</param>
    /// <param name="argv">The name and the arguments.</param>
    /// <param name="envp">The environment.</param>
    internal static CallScan Of(int argc, byte** argv, byte** envp)
    {
        CallScan scan = default;
        scan.Profile = ProgramName.ProfileOf(argv);
        scan.Reach = scan.Profile is null ? FlagScope.None : FlagScope.Document;
        scan.ReadGlobals(argc, argv);
        if (GuardianShim.IsCalled(argv, envp))
        {
            scan.ReadShim(envp);
        }
        if (scan.Verb > 0)
        {
            scan.ReadVerb(argc, argv);
        }
        return scan;
    }

    private void ReadGlobals(int argc, byte** argv)
    {
        var globals = new GlobalArguments(argc, argv);
        var informs = false;
        while (globals.MoveNext())
        {
            switch (globals.Kind)
            {
                case ArgumentKind.Own:
                    Reach = globals.Flag.Reach > Reach ? globals.Flag.Reach : Reach;
                    RuntimePath = globals.Flag.Flag == Flag.RuntimePath ? globals.Value : RuntimePath;
                    CloneRuntime |= globals.Flag.Flag == Flag.CloneRuntime;
                    Profile = globals.Flag.Flag == Flag.Profile ? globals.Value : Profile;
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
        }
    }

    private void ReadShim(byte** envp)
    {
        var reach = GuardianShim.LogFile(envp) is null ? FlagScope.Document : FlagScope.Call;
        Reach = reach > Reach ? reach : Reach;
        RuntimePath = RuntimePath is null ? GuardianShim.Runtime(envp) : RuntimePath;
        LacksRuntime = RuntimePath is null;
    }

    private void ReadVerb(int argc, byte** argv)
    {
        var verb = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(argv[Verb]);
        IsOwnCommand = verb.StartsWith("oi-"u8);
        if (verb.SequenceEqual("exec"u8))
        {
            ReadOptions(argc, argv, isExec: true);
            Document = Process is null ? DocumentKind.None : Document;
        }
        else if (Is(verb, "create"u8, "run"u8) || verb.SequenceEqual("restore"u8))
        {
            ReadOptions(argc, argv, isExec: false);
        }
    }

    // Behind the container's ID an exec has its command; the other verbs have nothing, or options in clap's free order.
    private void ReadOptions(int argc, byte** argv, bool isExec)
    {
        Document = isExec ? DocumentKind.Process : DocumentKind.Configuration;
        var arguments = new VerbArguments(argc, argv, Verb);
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
                return;
            }
            Bundle = Is(arguments.Name, "bundle"u8, "b"u8) ? Given(arguments.Value) : Bundle;
            Config = Is(arguments.Name, "config"u8, "f"u8) ? arguments.Value : Config;
            if (Is(arguments.Name, "process"u8, "p"u8))
            {
                Process = Given(arguments.Value);
                ProcessIndex = arguments.Index;
            }
        }
    }

    // runc takes an empty value for none.
    private static byte* Given(byte* value) => value is null || *value == 0 ? null : value;

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => name.SequenceEqual(a) || name.SequenceEqual(b);
}
