using System.Runtime.InteropServices;
using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Rules.Seccomp;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>The built-in filters against the facts of those that they follow, call by call.</summary>
public sealed class BuiltInFilterTests
{
    private const string Eperm = "1";
    private const string Enosys = "38";

    private static readonly string[] _capabilities =
    [
        "CAP_AUDIT_WRITE", "CAP_BPF", "CAP_DAC_READ_SEARCH", "CAP_PERFMON", "CAP_SYSLOG", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_CHROOT",
        "CAP_SYS_MODULE", "CAP_SYS_NICE", "CAP_SYS_PACCT", "CAP_SYS_PTRACE", "CAP_SYS_RAWIO", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG",
    ];

    // Where conditions turn: families of sockets, and one above an int; personalities; flags for namespaces.
    private static readonly ulong[] _arguments =
    [
        .. Enumerable.Range(0, 46).Select(family => (ulong)family), 0x20000, 0x20008, 0x20009, 0x40000, uint.MaxValue - 1, uint.MaxValue,
        0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000, 0x7E020000, 0x7E020011, 0x11, 0x10000011,
    ];

    public static TheoryData<string, string, Architecture> Facts => new()
    {
        { "docker-default", "moby-0.2.4-facts.json", Architecture.X64 },
        { "docker-default", "moby-0.2.4-facts.json", Architecture.Arm64 },
        { "containerd-default", "containerd-2.3.1-facts.json", Architecture.X64 },
        { "containerd-default", "containerd-2.3.1-facts.json", Architecture.Arm64 },
        { "podman-default", "container-libs-7a5bc89e-facts.json", Architecture.X64 },
        { "podman-default", "container-libs-7a5bc89e-facts.json", Architecture.Arm64 },
    };

    /// <summary>The errors differ in one way alone: where a condition decides, what is left fails as a call that nobody knows.</summary>
    [Theory]
    [MemberData(nameof(Facts))]
    public void A_call_is_answered_as_by_the_filter_that_is_followed(string name, string facts, Architecture machine)
    {
        var host = new FakeHost { Architecture = machine };
        var (followed, ours) = (Followed(facts, host), BuiltInFilter.Find(name)!.Read(host));
        var calls = Calls(followed).Union(Calls(ours)).Union(["never_heard_of"]).Order().ToArray();

        foreach (var held in Containers())
        {
            var (theirs, own) = (followed.For(held), ours.For(held));
            var different = from call in calls
                            from arguments in ArgumentsOf(call)
                            let expected = FilterAnswer.Of(theirs, call, arguments)
                            let given = FilterAnswer.Of(own, call, arguments)
                            where given != expected
                            where !(expected == Eperm && given == Enosys && (call is "socket" or "personality" || !Names(theirs, call)))
                            select $"{call}({string.Join(", ", arguments)}): {expected} there, {given} here";
            different.Should().BeEmpty("with {0}", string.Join(' ', held));
        }
    }

    [Theory]
    [InlineData("containerd-default")]
    [InlineData("docker-default")]
    [InlineData("podman-default")]
    public void No_call_has_two_answers(string name)
    {
        foreach (var machine in new[] { Architecture.X64, Architecture.Arm64 })
        {
            var profile = BuiltInFilter.Find(name)!.Read(new FakeHost { Architecture = machine });
            foreach (var held in Containers())
            {
                var filter = profile.For(held);
                Calls(profile).SelectMany(call => ArgumentsOf(call).Where(arguments => FilterAnswer.Actions(filter, call, arguments) > 1).Select(arguments => $"{call}({arguments[0]})"))
                    .Should().BeEmpty("with {0}", string.Join(' ', held));
                filter.Syscalls.Count(entry => entry.Names.Contains("socketcall") && entry.Args.IsDefaultOrEmpty).Should().Be(1);
                // libseccomp refuses a second action for socketcall(2), which it makes of each entry for socket(2), unless this one is before.
                filter.Syscalls.TakeWhile(entry => !entry.Names.Contains("socketcall")).Should().NotContain(entry => entry.Names.Contains("socket"));
            }
        }
    }

    /// <summary>The kernel takes an int for the family; a comparison is of 64 bits.</summary>
    [Theory]
    [InlineData("containerd-default", "containerd-2.3.1-facts.json")]
    [InlineData("podman-default", "container-libs-7a5bc89e-facts.json")]
    public void A_closed_family_is_closed_with_high_bits_too(string name, string facts)
    {
        foreach (var held in Containers())
        {
            foreach (var family in new ulong[] { 38, 40, 38 | (1UL << 32), 40 | (1UL << 63), 2 | (1UL << 32) })
            {
                FilterAnswer.Of(BuiltInFilter.Find(name)!.Read(new FakeHost()).For(held), "socket", family).Should().NotBe("allow");
            }
        }
        FilterAnswer.Of(Followed(facts, new FakeHost()).For(["CAP_AUDIT_WRITE"]), "socket", 38 | (1UL << 32)).Should().Be("allow");
    }

    /// <summary>tar and others do without a call that fails with ENOSYS, and fail for EPERM.</summary>
    [Theory]
    [InlineData("docker-default", "open_tree_attr", Enosys)]
    [InlineData("docker-default", "clone3", Enosys)]
    [InlineData("docker-default", "fchmodat2", "allow")]
    [InlineData("docker-default", "mseal", "allow")]
    [InlineData("docker-default", "setxattrat", "allow")]
    [InlineData("docker-default", "statmount", "allow")]
    [InlineData("docker-default", "io_uring_setup", Eperm)]
    [InlineData("docker-default", "keyctl", Eperm)]
    [InlineData("docker-default", "unshare", Eperm)]
    [InlineData("docker-default", "lsm_list_modules", Eperm)]
    [InlineData("containerd-default", "lsm_list_modules", "allow")]
    [InlineData("containerd-default", "io_uring_setup", Eperm)]
    [InlineData("podman-default", "io_uring_setup", Enosys)]
    [InlineData("podman-default", "userfaultfd", Eperm)]
    [InlineData("podman-default", "unshare", "allow")]
    public void What_no_container_may_call_fails_and_what_nobody_knows_is_not_there(string name, string call, string answer) =>
        FilterAnswer.Of(BuiltInFilter.Find(name)!.Read(new FakeHost()).For([]), call).Should().Be(answer);

    /// <summary>An entry that yields to every other of its calls.</summary>
    [Theory]
    [InlineData("'action':'SCMP_ACT_ERRNO','errnoRet':1", true)]
    [InlineData("'action':'SCMP_ACT_ERRNO','errnoRet':38", false)]
    [InlineData("'action':'SCMP_ACT_ERRNO'", false)]
    [InlineData("'action':'SCMP_ACT_TRACE','errnoRet':1", false)]
    [InlineData("'action':'SCMP_ACT_ERRNO','errnoRet':1,'args':[{'index':0,'value':1,'op':'SCMP_CMP_EQ'}]", false)]
    [InlineData("'action':'SCMP_ACT_ERRNO','errnoRet':1,'includes':{'caps':['CAP_KILL']}", false)]
    [InlineData("'action':'SCMP_ACT_ERRNO','errnoRet':1,'excludes':{'caps':['CAP_KILL']}", false)]
    public void An_entry_that_fails_for_everybody_is_a_refusal(string members, bool isRefusal)
    {
        var profile = $"{{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{{'names':['a'],{members}}}]}}".Replace('\'', '"');

        SeccompProfileReader.Read("p", Encoding.UTF8.GetBytes(profile), new FakeHost()).Entries[0].IsRefusal.Should().Be(isRefusal);
    }

    [Fact]
    public void Each_has_its_source_and_all_have_a_date()
    {
        BuiltInFilter.All.Should().OnlyContain(filter => filter.Source.Any(char.IsAsciiDigit)).And.BeInAscendingOrder(filter => filter.Name, StringComparer.Ordinal);
        BuiltInFilter.DateText.Should().MatchRegex("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$");
        BuiltInFilter.Find("docker").Should().BeNull();
    }

    internal static string PathOf(string facts) => Path.Combine(AppContext.BaseDirectory, "TestData", "Seccomp", facts);

    private static SeccompProfile Followed(string facts, FakeHost host) => SeccompProfileReader.Read(facts, File.ReadAllBytes(PathOf(facts)), host);

    private static IEnumerable<string> Calls(SeccompProfile profile) => profile.Entries.SelectMany(entry => entry.Syscall.Names).Concat(profile.Refused);

    private static bool Names(LinuxSeccomp filter, string call) => filter.Syscalls.Any(entry => entry.Names.Contains(call));

    private static IEnumerable<ulong[]> ArgumentsOf(string call) => call switch
    {
        "socket" => from family in _arguments from protocol in new ulong[] { 0, 9 } where family < 46 select (ulong[])[family, 0, protocol],
        "personality" or "clone" => _arguments.Select(argument => (ulong[])[argument, 0, 0]),
        _ => [[0, 0, 0]],
    };

    private static IEnumerable<ImmutableArray<string>> Containers() => _capabilities.Select(capability => (ImmutableArray<string>)[capability]).Prepend([]).Append([.. _capabilities]);
}
