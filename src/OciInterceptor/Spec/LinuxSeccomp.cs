using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>The system call filter (config-linux.md, "Seccomp").</summary>
internal sealed record LinuxSeccomp(JsonObject Json) : SpecObject(Json)
{
    /// <summary>What happens to calls that no entry names: SCMP_ACT_ERRNO …</summary>
    internal string? DefaultAction { get => GetText("defaultAction"u8); init => Set("defaultAction"u8, value); }

    /// <summary>The errno of the default action; EPERM without it.</summary>
    internal uint? DefaultErrnoRet { get => GetNumber<uint>("defaultErrnoRet"u8); init => SetNumber("defaultErrnoRet"u8, value); }

    /// <summary>Architectures beyond the native: SCMP_ARCH_X86 …</summary>
    internal ImmutableArray<string> Architectures { get => GetTexts("architectures"u8); init => SetTexts("architectures"u8, value); }

    /// <summary>Flags for seccomp(2): SECCOMP_FILTER_FLAG_LOG …</summary>
    internal ImmutableArray<string> Flags { get => GetTexts("flags"u8); init => SetTexts("flags"u8, value); }

    /// <summary>The socket of the program that answers SCMP_ACT_NOTIFY: a path on the host.</summary>
    internal string? ListenerPath { get => GetText("listenerPath"u8); init => Set("listenerPath"u8, value); }

    /// <summary>Free text for that program.</summary>
    internal string? ListenerMetadata { get => GetText("listenerMetadata"u8); init => Set("listenerMetadata"u8, value); }

    /// <summary>Entries for system calls.</summary>
    internal ImmutableArray<LinuxSyscall> Syscalls { get => GetRecords("syscalls"u8, static json => new LinuxSyscall(json)); init => SetRecords("syscalls"u8, value); }
}
