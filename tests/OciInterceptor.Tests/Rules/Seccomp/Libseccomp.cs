using System.Runtime.InteropServices;
using OciInterceptor.Spec;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>Builds filters with the library that runtimes use, in the way of runc and crun (seccomp_rule_add(3)).</summary>
internal static partial class Libseccomp
{
    private const string Library = "libseccomp.so.2";
    private const uint SCMP_FLTATR_CTL_OPTIMIZE = 8;
    private const int EEXIST = 17;

    /// <summary>The filter that a runtime would load.</summary>
    /// <exception cref="InvalidOperationException">The library refuses an entry, and so would the runtime the container.</exception>
    internal static unsafe BpfProgram Build(LinuxSeccomp filter)
    {
        var context = seccomp_init(Action(filter.DefaultAction!, filter.DefaultErrnoRet));
        try
        {
            foreach (var architecture in filter.Architectures.IsDefault ? [] : filter.Architectures)
            {
                Check(seccomp_arch_add(context, seccomp_arch_resolve_name(architecture["SCMP_ARCH_".Length..].ToLowerInvariant())), architecture, -EEXIST);
            }
            var names = (filter.Syscalls.IsDefault ? [] : filter.Syscalls).Sum(entry => entry.Names.Length);
            Check(seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, names > 32 ? 2u : 1u), "optimize");
            foreach (var entry in filter.Syscalls.IsDefault ? [] : filter.Syscalls)
            {
                var action = Action(entry.Action!, entry.ErrnoRet);
                foreach (var name in action == Action(filter.DefaultAction!, filter.DefaultErrnoRet) ? [] : entry.Names)
                {
                    Add(context, action, name, entry.Args.IsDefault ? [] : [.. entry.Args.Select(Compare)]);
                }
            }
            var path = Path.GetTempFileName();
            try
            {
                using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
                {
                    Check(seccomp_export_bpf(context, (int)file.DangerousGetHandle()), "export");
                }
                return new BpfProgram(File.ReadAllBytes(path));
            }
            finally
            {
                File.Delete(path);
            }
        }
        finally
        {
            seccomp_release(context);
        }
    }

    /// <summary>The number of a call; negative on an architecture that does not have it.</summary>
    internal static int Number(string architecture, string call) =>
        seccomp_syscall_resolve_name_arch(seccomp_arch_resolve_name(architecture["SCMP_ARCH_".Length..].ToLowerInvariant()), call);

    /// <summary>What a filter returns for an action (linux/seccomp.h, SECCOMP_RET_*).</summary>
    internal static uint Action(string action, uint? errno) => action switch
    {
        "SCMP_ACT_ALLOW" => 0x7FFF0000,
        "SCMP_ACT_LOG" => 0x7FFC0000,
        "SCMP_ACT_TRACE" => 0x7FF00000 | (errno ?? 1),
        "SCMP_ACT_NOTIFY" => 0x7FC00000,
        "SCMP_ACT_ERRNO" => 0x00050000 | (errno ?? 1),
        "SCMP_ACT_TRAP" => 0x00030000,
        "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" => 0,
        "SCMP_ACT_KILL_PROCESS" => 0x80000000,
        _ => throw new ArgumentException(action, nameof(action)),
    };

    private static unsafe void Add(nint context, uint action, string name, Comparison[] conditions)
    {
        var number = seccomp_syscall_resolve_name(name);
        var isRepeated = conditions.DistinctBy(condition => condition.Argument).Count() < conditions.Length;
        foreach (var rule in isRepeated ? conditions.Select(condition => new[] { condition }) : [conditions])
        {
            fixed (Comparison* first = rule)
            {
                Check(number == -1 ? 0 : seccomp_rule_add_array(context, action, number, (uint)rule.Length, first), name);
            }
        }
    }

    private static Comparison Compare(LinuxSeccompArg condition) => new()
    {
        Argument = condition.Index ?? 0,
        Operator = Array.IndexOf(["", "SCMP_CMP_NE", "SCMP_CMP_LT", "SCMP_CMP_LE", "SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_MASKED_EQ"], condition.Op),
        One = condition.Value ?? 0,
        Two = condition.ValueTwo ?? 0,
    };

    private static void Check(int result, string what, int tolerated = 0) =>
        _ = result >= 0 || result == tolerated ? result : throw new InvalidOperationException($"libseccomp refuses {what}: error {-result}");

    /// <summary>struct scmp_arg_cmp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Comparison
    {
        internal uint Argument;
        internal int Operator;
        internal ulong One;
        internal ulong Two;
    }

    [LibraryImport(Library)]
    private static partial nint seccomp_init(uint action);

    [LibraryImport(Library)]
    private static partial void seccomp_release(nint context);

    [LibraryImport(Library)]
    private static partial int seccomp_arch_add(nint context, uint architecture);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint seccomp_arch_resolve_name(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int seccomp_syscall_resolve_name(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int seccomp_syscall_resolve_name_arch(uint architecture, string name);

    [LibraryImport(Library)]
    private static partial int seccomp_attr_set(nint context, uint attribute, uint value);

    [LibraryImport(Library)]
    private static unsafe partial int seccomp_rule_add_array(nint context, uint action, int call, uint count, Comparison* conditions);

    [LibraryImport(Library)]
    private static partial int seccomp_export_bpf(nint context, int descriptor);
}
