using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Drofune.Linux;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux;

/// <summary>
/// Every constant and every structure that is the kernel's or the C library's, found by reflection, against their headers as the C
/// compiler reads them.
/// </summary>
public sealed partial class HeaderTests
{
    private const BindingFlags Hidden = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly Type[] _constants = [typeof(Libc), typeof(Errno), typeof(ContainerLibc)];

    // Where a name is not the headers' own.
    private static readonly Dictionary<string, string> _spelled = new()
    {
        ["F_SEAL_ALL"] = "F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE",
    };

    private static readonly Dictionary<Type, (string Name, Dictionary<string, string> Members)> _structures = new()
    {
        [typeof(FileStatus)] = ("struct statx", new()
        {
            ["Links"] = "stx_nlink",
            ["Owner"] = "stx_uid",
            ["Group"] = "stx_gid",
            ["Mode"] = "stx_mode",
            ["Inode"] = "stx_ino",
            ["Size"] = "stx_size",
            ["ModifiedSeconds"] = "stx_mtime.tv_sec",
            ["ModifiedNanoseconds"] = "stx_mtime.tv_nsec",
            ["DeviceNumberMajor"] = "stx_rdev_major",
            ["DeviceNumberMinor"] = "stx_rdev_minor",
            ["DeviceMajor"] = "stx_dev_major",
            ["DeviceMinor"] = "stx_dev_minor",
        }),
        [typeof(OpenHow)] = ("struct open_how", new() { ["Flags"] = "flags", ["Mode"] = "mode", ["Resolve"] = "resolve" }),
        [typeof(PollDescriptor)] = ("struct pollfd", new() { ["Fd"] = "fd", ["Events"] = "events", ["Returned"] = "revents" }),
        [typeof(Rlimit64)] = ("struct rlimit64", new() { ["Soft"] = "rlim_cur", ["Hard"] = "rlim_max" }),
        [typeof(SignalAction)] = ("struct sigaction", new() { ["Handler"] = "sa_sigaction", ["Flags"] = "sa_flags" }),
        [typeof(KernelSigaction)] = ("struct kernel_sigaction", new() { ["Handler"] = "handler", ["Flags"] = "flags", ["Restorer"] = "restorer", ["Mask"] = "mask" }),
        [typeof(SignalInfo)] = ("siginfo_t", new() { ["Signal"] = "si_signo", ["Code"] = "si_code", ["Pid"] = "si_pid" }),
        [typeof(SignalSet)] = ("sigset_t", new() { ["Bits"] = "__val[0]" }),
    };

    [Fact]
    public void Constants_are_those_of_the_headers()
    {
        var ours = _constants.SelectMany(Numbers).ToDictionary();
        ours.Should().HaveCountGreaterThan(100);

        Compiled(ours.Keys.Select(name => (name, _spelled.GetValueOrDefault(name, name)))).Should().Equal(ours);
    }

    [Fact]
    public void Structures_are_laid_out_as_in_the_headers()
    {
        var types = typeof(Libc).Assembly.GetTypes()
            .Where(type => type is { Namespace: "OciInterceptor.Linux", IsValueType: true, IsEnum: false, IsNested: false });
        types.Should().BeEquivalentTo(_structures.Keys, "each has to be compared");
        var expressions = new Dictionary<string, string>();
        var ours = new Dictionary<string, long>();
        foreach (var (type, (name, members)) in _structures)
        {
            expressions[type.Name] = $"sizeof({name})";
            ours[type.Name] = Size(type);
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic))
            {
                var member = members[field.Name];
                expressions[$"{type.Name}.{field.Name}"] = $"offsetof({name}, {member}) * 1000 + sizeof((({name} *)0)->{member})";
                ours[$"{type.Name}.{field.Name}"] = (long)Marshal.OffsetOf(type, field.Name) * 1000 + Size(field.FieldType);
            }
        }

        Compiled(expressions.Select(pair => (pair.Key, pair.Value))).Should().Equal(ours);
    }

    [Fact]
    public void Limits_are_as_large_as_the_kernels()
    {
        var theirs = Compiled([("list", "XATTR_LIST_MAX"), ("value", "XATTR_SIZE_MAX"), ("path", "PATH_MAX"), ("signal", "__SIGRTMIN"), ("processors", "CPU_SETSIZE"), ("configured", "_SC_NPROCESSORS_CONF"), ("online", "_SC_NPROCESSORS_ONLN"), ("objects", "sizeof(posix_spawnattr_t) > sizeof(posix_spawn_file_actions_t) ? sizeof(posix_spawnattr_t) : sizeof(posix_spawn_file_actions_t)"), ("address", "sizeof(struct sockaddr_un)")]);

        Number(typeof(ExtendedAttributes), "MaxSize").Should().BeGreaterThanOrEqualTo(Math.Max(theirs["list"], theirs["value"]));
        Number(typeof(RuntimeFinder), "BufferSize").Should().BeGreaterThan(theirs["path"] + 256);
        Number(typeof(RuntimeStart), "LongestPath").Should().BeGreaterThanOrEqualTo(theirs["path"]);
        Number(typeof(RuntimeStart), "PossibleProcessors").Should().Be(theirs["processors"]);
        Number(typeof(RuntimeStart), "ConfiguredProcessors").Should().Be(theirs["configured"]);
        Number(typeof(RuntimeStart), "OnlineProcessors").Should().Be(theirs["online"]);
        Number(typeof(SignalState), "FirstInternal").Should().Be(theirs["signal"]);
        Number(typeof(Spawn), "ObjectSize").Should().BeGreaterThanOrEqualTo(theirs["objects"]);
        Number(typeof(UnixSocket), "AddressSize").Should().Be(theirs["address"]);
    }

    [Fact]
    public void Permissions_are_what_their_comments_say()
    {
        new[] { Permissions.Private, Permissions.PrivateReadOnly, Permissions.PrivateDirectory, Permissions.Public, Permissions.PublicDirectory, Permissions.Searchable, Permissions.ForAll, Permissions.Mask }
            .Select(mode => Convert.ToString(mode, 8)).Should().Equal("600", "400", "700", "644", "755", "711", "666", "7777");
    }

    // Constants, and those that differ between architectures: properties with a name in capitals.
    private static IEnumerable<(string Name, long Value)> Numbers(Type type) =>
        type.GetFields(Hidden).Where(field => field.IsLiteral).Select(field => (field.Name, Integer(field.GetRawConstantValue())))
            .Concat(type.GetProperties(Hidden).Where(property => Capitals().IsMatch(property.Name)).Select(property => (property.Name, Integer(property.GetValue(null)))));

    private static long Number(Type type, string name) => Numbers(type).Single(number => number.Name == name).Value;

    private static long Integer(object? value) => value switch
    {
        nint number => number,
        nuint number => (long)number,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static int Size(Type type) => type == typeof(nuint) || type == typeof(nint) ? nint.Size : Marshal.SizeOf(type);

    [GeneratedRegex("^[A-Z]+_")]
    private static partial Regex Capitals();

    /// <summary>The values of C expressions.</summary>
    private static Dictionary<string, long> Compiled(IEnumerable<(string Name, string Expression)> expressions)
    {
        var source = new StringBuilder("""
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <limits.h>
            #include <linux/limits.h>
            #include <linux/openat2.h>
            #include <poll.h>
            #include <sched.h>
            #include <signal.h>
            #include <spawn.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/auxv.h>
            #include <sys/file.h>
            #include <sys/mman.h>
            #include <sys/mount.h>
            #include <sys/prctl.h>
            #include <sys/resource.h>
            #include <sys/socket.h>
            #include <sys/stat.h>
            #include <sys/syscall.h>
            #include <sys/un.h>
            #include <sys/wait.h>
            #include <time.h>
            #include <unistd.h>
            /* In the headers since Linux 6.3, and in those of some distributions not yet. */
            #ifndef MFD_EXEC
            #define MFD_EXEC 0x0010U
            #endif
            /* The kernel's own, in no header for programs. */
            struct kernel_sigaction { void *handler; unsigned long flags; void *restorer; unsigned long mask; };
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
