using System.Runtime.InteropServices;
using System.Text;
using OciInterceptor.Call.Flags;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Call.Arguments;

/// <summary>Turns the flags that the scan found into options.</summary>
internal static unsafe class OptionsReader
{
    /// <exception cref="InterceptorException">A flag is unknown, lacks its value, or has an invalid one.</exception>
    internal static Options Read(in CallScan scan)
    {
        var options = WithoutFlags(scan);
        if (!scan.Arguments.HasMemory)
        {
            throw new InterceptorException("cannot read the arguments: not enough memory");
        }
        foreach (var flag in scan.Arguments.Flags)
        {
            options = FlagTable.At(flag.Place).Put(options, flag.Value);
        }
        return scan.Fault == 0 ? options : throw Misuse(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(scan.Argv[scan.Fault]), scan.FaultKind);
    }

    /// <summary>The options that the name of the call and the variables of Guardian's shim set, without any flag.</summary>
    internal static Options WithoutFlags(in CallScan scan)
    {
        var profile = ProgramName.ProfileOf(scan.Argv);
        var options = new Options { Profiles = profile is null ? [] : [CString.At(profile).ToString()] };
        if (!scan.IsGuardianShim)
        {
            return options;
        }
        var log = GuardianShim.LogFile(scan.Envp);
        return options with
        {
            IsGuardianShim = true,
            Profiles = options.Profiles.Insert(0, GuardianShim.Profile),
            LogFile = log is null ? null : CString.At(log).ToString(),
        };
    }

    private static InterceptorException Misuse(ReadOnlySpan<byte> argument, ArgumentKind kind) => kind switch
    {
        ArgumentKind.UnknownOwn => FlagValue.Misuse(argument, $"is not a flag of oci-interceptor{FlagTable.Hint(Encoding.UTF8.GetString(NameOf(argument)))}"),
        ArgumentKind.MissingValue => FlagValue.Misuse(argument, "needs a value"),
        _ => FlagValue.Misuse(NameOf(argument), "takes no value"),
    };

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> argument) => argument.IndexOf((byte)'=') is var end and >= 0 ? argument[..end] : argument;
}
