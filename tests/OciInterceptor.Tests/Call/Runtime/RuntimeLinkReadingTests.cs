using System.Runtime.InteropServices;
using OciInterceptor.Call;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Call.Runtime;

/// <summary>The operator's links, and whether there is a policy, in an /etc of the test's own.</summary>
public sealed unsafe class RuntimeLinkReadingTests : IDisposable
{
    private const string Default = "/etc/oci-interceptor/runtime";

    private readonly TemporaryDirectory _etc = new();

    public RuntimeLinkReadingTests()
    {
        Directory.CreateDirectory(_etc["oci-interceptor/profiles"]);
        Shell.Run("chmod", ["0755", _etc.Path, _etc["oci-interceptor"], _etc["oci-interceptor/profiles"]]);
    }

    public void Dispose() => _etc.Dispose();

    [Theory]
    [InlineData("/usr/bin/crun", "/usr/bin/crun")]
    [InlineData("crun", "crun")]
    [InlineData("../runtimes/crun", "/etc/oci-interceptor/../runtimes/crun")]
    [InlineData("./crun", "/etc/oci-interceptor/./crun")]
    [InlineData("/", "/")]
    public void Its_target_is_a_path_or_a_name(string target, string runtime)
    {
        File.CreateSymbolicLink(_etc["oci-interceptor/runtime"], target);

        Read(null).Should().Be((runtime, Default, "None", 0));
    }

    [Fact]
    public void Without_it_there_is_none()
    {
        Read(null).Should().Be((null, Default, "None", Errno.ENOENT));
        Directory.Delete(_etc["oci-interceptor"], recursive: true);
        Read("n").Target.Should().BeNull();
        _etc.File("oci-interceptor");
        Read(null).Should().Be((null, Default, "None", Errno.ENOTDIR));
    }

    [Theory]
    [InlineData("n", "/profile")]
    [InlineData("m", "/default")]
    [InlineData(null, "/default")]
    [InlineData("", "/default")]
    [InlineData(".n", "/default")]
    [InlineData("x/../n", "/default")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234", "/long")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", "/default")]
    public void That_of_the_profile_goes_before_that_of_all_calls(string? profile, string target)
    {
        Directory.CreateDirectory(_etc["oci-interceptor/profiles/x"]);
        File.CreateSymbolicLink(_etc["oci-interceptor/runtime"], "/default");
        foreach (var (name, leadsTo) in new[] { ("n", "/profile"), (".n", "/hidden"), ("", "/none"), ("1234567890123456789012345678901234567890123456789012345678901234", "/long"), ("12345678901234567890123456789012345678901234567890123456789012345", "/longer") })
        {
            File.CreateSymbolicLink(_etc[$"oci-interceptor/profiles/{name}.runtime"], leadsTo);
        }

        Read(profile).Target.Should().Be(target);
    }

    [Theory]
    [InlineData("chmod g+w profiles", "n", "/profile", "/etc/oci-interceptor/profiles/n.runtime", "UntrustedLink")]
    [InlineData("chmod 1777 .", null, "/default", Default, "UntrustedLink")]
    [InlineData("chown 4711 .", null, "/default", Default, "UntrustedLink")]
    [InlineData("rm runtime; : > runtime", null, null, Default, "CannotReadLink")]
    [InlineData("rm profiles/n.runtime; mkdir profiles/n.runtime", "n", null, "/etc/oci-interceptor/profiles/n.runtime", "CannotReadLink")]
    public void One_that_cannot_be_trusted_or_read_is_a_fault_and_no_other_is_looked_for(string change, string? profile, string? target, string path, string fault)
    {
        File.CreateSymbolicLink(_etc["oci-interceptor/runtime"], "/default");
        File.CreateSymbolicLink(_etc["oci-interceptor/profiles/n.runtime"], "/profile");
        Shell.Run("sh", ["-ec", $"cd {_etc["oci-interceptor"]}; {change}"]);

        var found = Read(profile);

        (found.Target, found.Path, found.Fault).Should().Be((target, path, fault));
        found.Error.Should().Be(fault == "CannotReadLink" ? Errno.EINVAL : 0);
    }

    [Theory]
    [InlineData("ln -s /bin/sh runtime", null, "/bin/sh", "")]
    [InlineData("ln -s sh runtime", null, "/bin/sh", "")]
    [InlineData("ln -s /none runtime", null, null, "cannot use the runtime /none, the target of the link /etc/oci-interceptor/runtime: ENOENT")]
    [InlineData("ln -s none runtime", null, null, "cannot find the runtime none, the target of the link /etc/oci-interceptor/runtime, in PATH (/bin)")]
    [InlineData("ln -s /proc/self/exe runtime", null, null, "cannot use the runtime /proc/self/exe, the target of the link /etc/oci-interceptor/runtime: it is oci-interceptor itself")]
    [InlineData("ln -s / runtime", null, null, "cannot use the runtime /, the target of the link /etc/oci-interceptor/runtime: it is not a regular file")]
    [InlineData(": > runtime", null, null, "cannot use the runtime link /etc/oci-interceptor/runtime: it is not a symbolic link")]
    [InlineData("rmdir profiles; cd ..; rmdir oci-interceptor; ln -s oci-interceptor oci-interceptor", null, null, "cannot use the runtime link /etc/oci-interceptor/runtime: ELOOP")]
    [InlineData("ln -s /bin/sh runtime; chmod g+w .", null, null, "cannot use the runtime link /etc/oci-interceptor/runtime -> /bin/sh: its directory must be owned by root or the effective user, and not writable by group or others")]
    [InlineData("ln -s /bin/sh runtime; cp /bin/true ../a-real", "/etc/a", "/etc/a-real", "")]
    [InlineData("ln -s /bin/sh runtime; cp /bin/true ../a-real", "/etc/b", "/bin/sh", "")]
    [InlineData("ln -s /bin/sh runtime; cp /bin/true ../a-real; chmod g+w ..", "/etc/a", null, "cannot use the diverted runtime /etc/a-real: its directory must be owned by root or the effective user, and not writable by group or others")]
    [InlineData("ln -s /bin/sh runtime; ln -s none ../a-real", "/etc/a", null, "cannot use the runtime /etc/a-real: ENOENT")]
    public void A_call_that_names_no_runtime_gets_that_beside_us_or_of_the_link_or_runc(string change, string? executed, string? path, string message)
    {
        Shell.Run("sh", ["-ec", $"cd {_etc["oci-interceptor"]}; {change}"]);

        Find(executed).Should().Be((path, WithCause(message)));
    }

    [Fact]
    public void Without_a_link_it_is_runc() => Find(null, "/none:/dev").Should().Be((null, "cannot find the runtime runc in PATH (/none:/dev)"));

    [Fact]
    public void Where_we_cannot_tell_ourselves_from_a_runtime_there_is_none()
    {
        var message = "";
        Posix.WithMount(_etc.Path, "/proc", () => message = FoundRuntime("/bin/sh", null, "/bin").Message);

        message.Should().Be(WithCause("cannot make sure that the runtime /bin/sh is not oci-interceptor itself: /proc/self/exe: ENOENT"));
    }

    [Theory]
    [InlineData("rm -r ../oci-interceptor", false)]
    [InlineData(":", false)]
    [InlineData(": > runtime; : > other.json", false)]
    [InlineData(": > config.json", true)]
    [InlineData("mkdir conf.d", true)]
    [InlineData("mkdir config.json", true)]
    [InlineData("ln -s none config.json", true)]
    [InlineData("ln -s none conf.d", true)]
    [InlineData("ln -s config.json config.json", true)]
    [InlineData("cd ..; mv oci-interceptor o; ln -s o oci-interceptor", false)]
    [InlineData("cd ..; mv oci-interceptor o; ln -s o oci-interceptor; : > o/config.json", true)]
    [InlineData("cd ..; rm -r oci-interceptor; ln -s none oci-interceptor", true)]
    [InlineData("cd ..; rm -r oci-interceptor; ln -s oci-interceptor oci-interceptor", true)]
    [InlineData("cd ..; rm -r oci-interceptor; : > oci-interceptor", true)]
    public void There_is_a_policy_unless_there_is_surely_none(string change, bool isThere)
    {
        Shell.Run("sh", ["-ec", $"cd {_etc["oci-interceptor"]}; {change}"]);

        var exists = !isThere;
        Posix.WithMount(_etc.Path, "/etc", () => exists = PolicyFiles.Exist());

        exists.Should().Be(isThere);
    }

    private (string? Target, string? Path, string Fault, int Error) Read(string? profile)
    {
        var link = default(RuntimeLink);
        var name = profile is null ? null : CStringArray.Copy(CString.Of(profile));
        Posix.WithMount(_etc.Path, "/etc", () =>
        {
            SoilMemory();
            link = RuntimeLink.Read(name);
        });
        return (Text(link.Target), Text(link.Path), link.Fault.ToString(), link.Error);
    }

    private (string? Path, string Message) Find(string? executed, string path = "/bin")
    {
        (string?, string) found = default;
        Posix.WithMount(_etc.Path, "/etc", () => found = FoundRuntime(null, executed, path));
        return found;
    }

    private static (string? Path, string Message) FoundRuntime(string? wanted, string? executed, string path)
    {
        var envp = CStringArray.Of([$"PATH={path}"]);
        var name = wanted is null ? null : CStringArray.Copy(CString.Of(wanted));
        var program = executed is null ? null : CStringArray.Copy(CString.Of(executed));
        SoilMemory();
        var finder = RuntimeFinder.Find(name, null, envp, program);
        return finder.Fault == RuntimeFault.None ? (Text(finder.Path), "") : (null, RuntimeFaultMessage.Of(finder, envp));
    }

    // New memory may hold anything.
    private static void SoilMemory()
    {
        var memory = NativeMemory.Alloc(8192);
        new Span<byte>(memory, 8192).Fill((byte)'x');
        NativeMemory.Free(memory);
    }

    private static string? Text(byte* pointer) => pointer is null ? null : CString.At(pointer).ToString();

    // The words are the C library's.
    private static string WithCause(string message) => message
        .Replace(nameof(Errno.ENOENT), Errno.Message(Errno.ENOENT), StringComparison.Ordinal)
        .Replace(nameof(Errno.ELOOP), Errno.Message(Errno.ELOOP), StringComparison.Ordinal);
}
