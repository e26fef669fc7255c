using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>What happens to some system calls (config-linux.md, "Seccomp", syscalls).</summary>
internal sealed record LinuxSyscall(JsonObject Json) : SpecObject(Json)
{
    /// <summary>Their names.</summary>
    internal ImmutableArray<string> Names { get => GetTexts("names"u8); init => SetTexts("names"u8, value); }

    /// <summary>Whether it has a name. Decodes none.</summary>
    internal bool HasNames() => HasItems("names"u8);

    /// <summary>SCMP_ACT_ALLOW, SCMP_ACT_ERRNO …</summary>
    internal string? Action { get => GetText("action"u8); init => Set("action"u8, value); }

    /// <summary>The errno of SCMP_ACT_ERRNO, or the value for SCMP_ACT_TRACE; EPERM without it.</summary>
    internal uint? ErrnoRet { get => GetNumber<uint>("errnoRet"u8); init => SetNumber("errnoRet"u8, value); }

    /// <summary>Conditions on the arguments.</summary>
    internal ImmutableArray<LinuxSeccompArg> Args { get => GetRecords("args"u8, static json => new LinuxSeccompArg(json)); init => SetRecords("args"u8, value); }

    /// <summary>Whether it names one of these system calls. Decodes no names: a profile has hundreds, of which few are asked for.</summary>
    internal bool IsFor(ImmutableArray<string> calls) => HasAnyText("names"u8, calls);

    /// <summary>This entry for its other calls; for none, if these are all.</summary>
    internal LinuxSyscall Without(ImmutableArray<string> calls)
    {
        var rest = this with { };
        rest.RemoveTexts("names"u8, calls);
        return rest;
    }
}
