using System.Text;
using System.Text.Unicode;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Call.Flags;

/// <summary>Our flags as given on one command line.</summary>
internal sealed record Options
{
    internal bool ReadonlyNetworkingMounts { get; private init; }

    /// <summary>--oi-env, in their order: NAME=VALUE.</summary>
    internal ImmutableArray<string> Env { get; private init; } = [];

    /// <summary>--oi-env-force, in their order: NAME=VALUE.</summary>
    internal ImmutableArray<string> EnvForce { get; private init; } = [];

    /// <summary>--oi-cdi-device, in their order, each once.</summary>
    internal ImmutableArray<string> CdiDevices { get; private init; } = [];

    internal bool WriteDebugOutput { get; private init; }

    /// <summary>Null when it was not given.</summary>
    internal string? DebugOutputDirectory { get; private init; }

    internal DebugName DebugName { get; private init; }

    internal string? LogFile { get; private init; }

    /// <summary>Null when it was not given.</summary>
    internal LogLevel? LogLevel { get; private init; }

    /// <summary>The policy file to use instead of the usual ones.</summary>
    internal string? Config { get; private init; }

    /// <summary>The profiles asked for: by the name we were called under or the shim's variable, then by flags in their order.</summary>
    internal ImmutableArray<string> Profiles { get; private init; } = [];

    /// <summary>Whether the call was made for Guardian's shim.</summary>
    internal bool IsGuardianShim { get; private init; }

    internal bool CloneRuntime { get; private init; }

    internal bool Help { get; private init; }

    internal bool Version { get; private init; }

    /// <exception cref="InterceptorException">A flag is unknown, lacks its value, or has a wrong one.</exception>
    internal static unsafe Options Read(int argc, byte** argv, byte** envp)
    {
        var options = Of(argv, envp);
        var globals = new GlobalArguments(argc, argv);
        while (globals.MoveNext())
        {
            options = globals.Kind switch
            {
                // The runtime's path is for CallScan, as bytes.
                ArgumentKind.Own when globals.Flag.Flag == Flag.RuntimePath => options,
                ArgumentKind.Own => options.With(globals.Flag, Text(globals.Flag.Name, globals.Value)),
                ArgumentKind.UnknownOwn => throw Misuse(globals.Name, "is not a flag of oci-interceptor"),
                ArgumentKind.MissingValue => throw Misuse(globals.Name, "needs a value"),
                ArgumentKind.UnwantedValue => throw Misuse(globals.Flag.Name, "takes no value"),
                _ => options,
            };
        }
        return options;
    }

    /// <summary>What the name of the call and the variables of Guardian's shim ask for, without any flag.</summary>
    internal static unsafe Options Of(byte** argv, byte** envp)
    {
        var called = ProgramName.ProfileOf(argv);
        var options = new Options { Profiles = called is null ? [] : [CString.At(called).ToString()] };
        if (!GuardianShim.IsCalled(argv, envp))
        {
            return options;
        }
        var log = GuardianShim.LogFile(envp);
        return options with
        {
            IsGuardianShim = true,
            Profiles = options.Profiles.Insert(0, GuardianShim.Profile),
            LogFile = log is null ? null : CString.At(log).ToString(),
        };
    }

    internal Options WithProfile(string name) => this with { Profiles = Profiles.Add(name) };

    private Options With(FlagEntry flag, string value) => flag.Flag switch
    {
        Flag.ReadonlyNetworkingMounts => this with { ReadonlyNetworkingMounts = true },
        Flag.Env => this with { Env = Env.Add(Variable(flag.Name, value)) },
        Flag.EnvForce => this with { EnvForce = EnvForce.Add(Variable(flag.Name, value)) },
        Flag.CdiDevice => CdiDevices.Contains(value) ? this : this with { CdiDevices = CdiDevices.Add(CdiDevice(flag.Name, value)) },
        Flag.WriteDebugOutput => this with { WriteDebugOutput = true },
        Flag.DebugOutputDir => this with { DebugOutputDirectory = Absolute(flag.Name, value) },
        Flag.DebugName => this with { DebugName = Word<DebugName>(flag.Name, value) },
        Flag.LogFile => this with { LogFile = Absolute(flag.Name, value) },
        Flag.LogLevel => this with { LogLevel = Word<LogLevel>(flag.Name, value) },
        Flag.Config => this with { Config = Absolute(flag.Name, value) },
        Flag.Profile => this with { Profiles = Profiles.Add(value) },
        Flag.CloneRuntime => this with { CloneRuntime = true },
        Flag.Help => this with { Help = true },
        Flag.Version => this with { Version = true },
        _ => throw new InvalidOperationException($"{flag.Flag} is in the table of flags and not here"),
    };

    private static string Variable(ReadOnlySpan<byte> flag, string value) =>
        value.IndexOf('=') > 0 ? value : throw Misuse(flag, $"needs NAME=VALUE, not {Quote(value)}");

    private static string CdiDevice(ReadOnlySpan<byte> flag, string value) =>
        CdiName.IsQualified(value) ? value : throw Misuse(flag, $"needs {CdiName.Form}, not {Quote(value)}");

    // The working directory is the bundle's, not the operator's.
    private static string Absolute(ReadOnlySpan<byte> flag, string value) =>
        value.StartsWith('/') ? value : throw Misuse(flag, $"needs an absolute path, not {Quote(value)}");

    private static T Word<T>(ReadOnlySpan<byte> flag, string value)
        where T : struct, Enum
    {
        foreach (var name in Enum.GetNames<T>())
        {
            if (name.Equals(value, StringComparison.OrdinalIgnoreCase))
            {
                return Enum.Parse<T>(name);
            }
        }
        throw Misuse(flag, $"is one of {string.Join(", ", Enum.GetNames<T>())}, not {Quote(value)}");
    }

    private static unsafe string Text(ReadOnlySpan<byte> flag, byte* value)
    {
        if (value is null)
        {
            return "";
        }
        var text = CString.At(value);
        return Utf8.IsValid(text.Bytes) ? text.ToString() : throw Misuse(flag, "has a value that is not UTF-8");
    }

    private static string Quote(string value) => $"\"{value}\"";

    private static InterceptorException Misuse(ReadOnlySpan<byte> flag, string cause) =>
        new($"{Encoding.UTF8.GetString(flag)} {cause}; see oci-interceptor --oi-help");
}
