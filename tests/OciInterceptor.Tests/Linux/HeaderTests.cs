using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Collections;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux;

/// <summary>Numbers that stand for the kernel's and the C library's, against their headers as the C compiler reads them.</summary>
public sealed class HeaderTests
{
    private const BindingFlags Hidden = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly Dictionary<string, string> _spelled = new()
    {
        ["F_SEAL_ALL"] = "F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE",
        ["NoEntry"] = "ENOENT",
        ["Interrupted"] = "EINTR",
        ["AccessDenied"] = "EACCES",
        ["Busy"] = "EBUSY",
        ["ReadOnly"] = "EROFS",
        ["Exists"] = "EEXIST",
        ["NoDevice"] = "ENODEV",
        ["NotDirectory"] = "ENOTDIR",
        ["InvalidArgument"] = "EINVAL",
        ["NameTooLong"] = "ENAMETOOLONG",
        ["TooManyLinks"] = "ELOOP",
        ["WouldBlock"] = "EWOULDBLOCK",
        ["NotSupported"] = "ENOTSUP",
        ["Basic"] = "STATX_BASIC_STATS",
        ["Links"] = "stx_nlink",
        ["Owner"] = "stx_uid",
        ["Group"] = "stx_gid",
        ["Mode"] = "stx_mode",
        ["DeviceNumberMajor"] = "stx_rdev_major",
        ["DeviceNumberMinor"] = "stx_rdev_minor",
        ["Inode"] = "stx_ino",
        ["Size"] = "stx_size",
        ["DeviceMajor"] = "stx_dev_major",
        ["DeviceMinor"] = "stx_dev_minor",
    };

    [Fact]
    public void Constants_are_those_of_the_headers()
    {
        var ours = Numbers(typeof(Libc)).Concat(Numbers(typeof(Errno))).Concat(Numbers(typeof(FileStatus)))
            .Append(("O_NOFOLLOW", Libc.O_NOFOLLOW)).Append(("O_DIRECTORY", Libc.O_DIRECTORY)).ToDictionary();

        Compiled(ours.Keys.Select(name => (name, C(name)))).Should().Equal(ours);
    }

    [Fact]
    public void Members_of_struct_statx_lie_where_the_header_has_them()
    {
        var ours = typeof(FileStatus).GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .ToDictionary(field => field.Name, field => (long)field.GetCustomAttribute<FieldOffsetAttribute>()!.Value);
        ours.Should().HaveCountGreaterThan(5);

        Compiled(ours.Keys.Select(name => (name, $"offsetof(struct statx, {C(name)})"))).Should().Equal(ours);
    }

    [Fact]
    public void Members_of_struct_statx_are_as_wide_as_in_the_header()
    {
        var ours = typeof(FileStatus).GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .ToDictionary(field => field.Name, field => (long)Marshal.SizeOf(field.FieldType));

        Compiled(ours.Keys.Select(name => (name, $"sizeof(((struct statx *)0)->{C(name)})"))).Should().Equal(ours);
        Compiled([("statx", "sizeof(struct statx)")])["statx"].Should().Be(Marshal.SizeOf<FileStatus>());
    }

    [Fact]
    public void Limits_are_as_large_as_the_kernels()
    {
        var theirs = Compiled([("list", "XATTR_LIST_MAX"), ("value", "XATTR_SIZE_MAX"), ("path", "PATH_MAX")]);

        Number(typeof(ExtendedAttributes), "MaxSize").Should().BeGreaterThanOrEqualTo(Math.Max(theirs["list"], theirs["value"]));
        Number(typeof(ExtendedAttributes), "NotSupported").Should().Be(Compiled([("e", "ENOTSUP")])["e"]);
        Number(typeof(RuntimeFinder), "BufferSize").Should().BeGreaterThan(theirs["path"] + 256);
    }

    [Fact]
    public void Magic_links_are_told_by_the_kernels_numbers()
    {
        var theirs = Compiled([("call", "SYS_openat2"), ("resolve", "RESOLVE_NO_MAGICLINKS"), ("path", "O_PATH"), ("size", "sizeof(struct open_how)"),
            ("flags", "offsetof(struct open_how, flags)"), ("mode", "offsetof(struct open_how, mode)"), ("restrict", "offsetof(struct open_how, resolve)")]);
        var how = typeof(MagicLink).GetNestedType("OpenHow", BindingFlags.NonPublic)!;

        Number(typeof(MagicLink), "Openat2").Should().Be(theirs["call"]);
        Number(typeof(MagicLink), "ResolveNoMagiclinks").Should().Be(theirs["resolve"]);
        Number(typeof(MagicLink), "OPath").Should().Be(theirs["path"]);
        Marshal.SizeOf(how).Should().Be((int)theirs["size"]);
        new[] { "Flags", "Mode", "Resolve" }.Select(name => (long)Marshal.OffsetOf(how, name)).Should().Equal(theirs["flags"], theirs["mode"], theirs["restrict"]);
    }

    [Fact]
    public void Signals_are_read_by_the_systems_own_numbers()
    {
        var theirs = Compiled([("action", "SYS_rt_sigaction"), ("mask", "SYS_rt_sigprocmask"), ("last", "SIGRTMAX")]);

        Property(typeof(SignalState), "RtSigaction").Should().Be(theirs["action"]);
        Property(typeof(SignalState), "RtSigprocmask").Should().Be(theirs["mask"]);
        Number(typeof(SignalState), "Signals").Should().Be(theirs["last"]);
    }

    [Fact]
    public void A_handler_of_signals_is_described_as_the_C_library_wants_it()
    {
        var theirs = Compiled([("size", "sizeof(struct sigaction)"), ("handler", "offsetof(struct sigaction, sa_sigaction)"), ("flags", "offsetof(struct sigaction, sa_flags)"),
            ("info", "sizeof(siginfo_t)"), ("code", "offsetof(siginfo_t, si_code)"), ("pid", "offsetof(siginfo_t, si_pid)")]);

        Marshal.SizeOf<SignalAction>().Should().Be((int)theirs["size"]);
        Marshal.OffsetOf<SignalAction>("Handler").Should().Be((nint)theirs["handler"]);
        Marshal.OffsetOf<SignalAction>("Flags").Should().Be((nint)theirs["flags"]);
        Marshal.SizeOf<SignalInfo>().Should().Be((int)theirs["info"]);
        Marshal.OffsetOf<SignalInfo>("Code").Should().Be((nint)theirs["code"]);
        Marshal.OffsetOf<SignalInfo>("Pid").Should().Be((nint)theirs["pid"]);
    }

    private static string C(string name) => _spelled.GetValueOrDefault(name, name);

    private static IEnumerable<(string Name, long Value)> Numbers(Type type) =>
        type.GetFields(Hidden).Where(field => field.IsLiteral).Select(field => (field.Name, Convert(field.GetRawConstantValue())));

    private static long Number(Type type, string name) => Numbers(type).Single(number => number.Name == name).Value;

    private static long Property(Type type, string name) => Convert(type.GetProperty(name, Hidden)!.GetValue(null));

    private static long Convert(object? value) => value is nint number ? number : System.Convert.ToInt64(value, CultureInfo.InvariantCulture);

    /// <summary>The values of C expressions.</summary>
    private static Dictionary<string, long> Compiled(IEnumerable<(string Name, string Expression)> expressions)
    {
        var source = new StringBuilder("""
            #define _GNU_SOURCE
            #include <errno.h>
            #include <linux/openat2.h>
            #include <fcntl.h>
            #include <limits.h>
            #include <signal.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/auxv.h>
            #include <sys/mman.h>
            #include <sys/stat.h>
            #include <sys/syscall.h>
            #include <spawn.h>
            #include <sys/prctl.h>
            #include <sys/wait.h>
            #include <sched.h>
            #include <unistd.h>
            #include <linux/limits.h>
            /* In the headers since Linux 6.3, and in those of some distributions not yet. */
            #ifndef MFD_EXEC
            #define MFD_EXEC 0x0010U
            #endif
            int main(void) {

            """);
        foreach (var (name, expression) in expressions)
        {
            source.AppendLine(CultureInfo.InvariantCulture, $"printf(\"{name} %lld\\n\", (long long)({expression}));");
        }
        source.Append("return 0; }\n");

        using var directory = new TemporaryDirectory();
        Shell.Run("gcc", ["-x", "c", "-o", directory["numbers"], "-"], Encoding.UTF8.GetBytes(source.ToString()));
        return Encoding.UTF8.GetString(Shell.Run(directory["numbers"], []))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => long.Parse(words[1], CultureInfo.InvariantCulture));
    }
}
