using System.Globalization;
using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>What a policy says of arguments, as the filter that libseccomp builds decides it.</summary>
public sealed class ArgumentActionTests
{
    private const string Architectures = "'architectures':['SCMP_ARCH_X86_64','SCMP_ARCH_X86','SCMP_ARCH_X32']";
    private const ulong Garbage = 0x7_0000_0000;

    private static readonly string[] _architectures = ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"];

    // Podman 4.3 without CAP_AUDIT_WRITE: NETLINK_AUDIT is refused. Entries begin with different arguments.
    private static readonly string _podman = $"{{'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':38,{Architectures},'syscalls':[{{'names':['read','socketcall'],'action':'SCMP_ACT_ALLOW'}},{{'names':['socket'],'action':'SCMP_ACT_ERRNO','errnoRet':22,'args':[{{'index':0,'value':16,'op':'SCMP_CMP_EQ'}},{{'index':2,'value':9,'op':'SCMP_CMP_EQ'}}]}},{{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{{'index':2,'value':9,'op':'SCMP_CMP_NE'}}]}},{{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{{'index':0,'value':16,'op':'SCMP_CMP_NE'}}]}},{{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{{'index':2,'value':9,'op':'SCMP_CMP_NE'}}]}}]}}";

    public static TheoryData<string> Filters =>
    [
        "null",
        $"{{'defaultAction':'SCMP_ACT_ALLOW',{Architectures}}}",
        $"{{'defaultAction':'SCMP_ACT_ALLOW',{Architectures},'syscalls':[{{'names':['chown32'],'action':'SCMP_ACT_ERRNO'}}]}}",
        $"{{'defaultAction':'SCMP_ACT_LOG',{Architectures},'syscalls':[{{'names':['read','socket','socketcall'],'action':'SCMP_ACT_ALLOW'}}]}}",
        $"{{'defaultAction':'SCMP_ACT_ERRNO',{Architectures},'syscalls':[{{'names':['read','socket'],'action':'SCMP_ACT_ALLOW'}}]}}",
        $"{{'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':97,{Architectures},'syscalls':[{{'names':['read','socket','socketcall'],'action':'SCMP_ACT_ALLOW'}}]}}",
        $"{{'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':38,{Architectures},'syscalls':[{{'names':['read'],'action':'SCMP_ACT_ALLOW'}},{{'names':['socket','socketcall'],'action':'SCMP_ACT_LOG'}}]}}",
        $"{{'defaultAction':'SCMP_ACT_KILL',{Architectures},'syscalls':[{{'names':['read','socket'],'action':'SCMP_ACT_ALLOW'}}]}}",
        // Docker since 29.
        $"{{'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':1,{Architectures},'syscalls':[{{'names':['read'],'action':'SCMP_ACT_ALLOW'}},{{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{{'index':0,'value':38,'op':'SCMP_CMP_LT'}}]}},{{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{{'index':0,'value':39,'op':'SCMP_CMP_EQ'}}]}},{{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{{'index':0,'value':40,'op':'SCMP_CMP_GT'}}]}}]}}",
        // Docker since 23.
        $"{{'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':1,{Architectures},'syscalls':[{{'names':['read','socketcall'],'action':'SCMP_ACT_ALLOW'}},{{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{{'index':0,'value':40,'op':'SCMP_CMP_NE'}}]}}]}}",
        _podman,
    ];

    /// <summary>Law 5: a denial of a family of sockets holds whatever filter the container's author brought.</summary>
    [Attack("Arguments that a filter compares")]
    [Theory]
    [MemberData(nameof(Filters))]
    public void One_socket_family_is_denied_and_the_others_stay(string filter)
    {
        var before = Parse(filter);
        var after = Apply("'deny':[{'names':['socket'],'args':[{'index':0,'value':40,'op':'SCMP_CMP_EQ'}],'errno':'EAFNOSUPPORT'}]", filter);
        var (built, was) = (Libseccomp.Build(after), before is null ? null : Libseccomp.Build(before));

        foreach (var architecture in _architectures)
        {
            var number = NumberOf(architecture, "socket");
            foreach (var family in new ulong[] { 0, 1, 2, 10, 16, 37, 38, 39, 41, 42, 44, 255, uint.MaxValue, 40, 1ul << 31 })
            {
                foreach (var high in architecture == "SCMP_ARCH_X86" ? new ulong[] { 0 } : [0, Garbage])
                {
                    foreach (var protocol in new ulong[] { 0, 8, 9, 10, uint.MaxValue })
                    {
                        var result = built.Run(architecture, number, family | high, 1, protocol);
                        if (family == 40)
                        {
                            IsDenial(result).Should().BeTrue("{0} {1:x} {2}", architecture, family | high, protocol);
                        }
                        else if (was is not null && !(high > 0 && IsDenial(was.Run(architecture, number, family, 1, 9))))
                        {
                            result.Should().Be(was.Run(architecture, number, family | high, 1, protocol), "{0} {1:x} {2}", architecture, family | high, protocol);
                        }
                    }
                }
            }
        }
        IsDenial(built.Run("SCMP_ARCH_X86", 102, 1)).Should().BeTrue();
        for (var call = 2ul; call <= 20; call++)
        {
            built.Run("SCMP_ARCH_X86", 102, call).Should().Be(was?.Run("SCMP_ARCH_X86", 102, call) ?? 0x7FFF0000);
        }
        built.Run("SCMP_ARCH_X86_64", 0).Should().Be(was?.Run("SCMP_ARCH_X86_64", 0) ?? 0x7FFF0000);
        built.Length.Should().BeLessThan(1000);
    }

    private static string Gone(LinuxSeccomp one, LinuxSeccomp other) =>
        string.Join(' ', one.Syscalls.Select((entry, i) => (i, entry)).Where(pair => pair.i >= other.Syscalls.Length || !JsonValue.Same(pair.entry.Json, other.Syscalls[pair.i].Json)).Take(4).Select(pair => $"{pair.i} {JsonOf(pair.entry.Json)}"));

    // Of a call with a multiplexer libseccomp tells a number of its own.
    private static int NumberOf(string architecture, string call) => (architecture, call) is ("SCMP_ARCH_X86", "socket") ? 359 : Libseccomp.Number(architecture, call);

    /// <summary>Whoever wrote the filter: what is denied is refused, and all else stays.</summary>
    [Theory]
    [InlineData("socket", 1)]
    [InlineData("socket", 2)]
    [InlineData("clone", 3)]
    [InlineData("clone", 4)]
    [InlineData("personality", 5)]
    [InlineData("setns", 6)]
    public void What_is_denied_is_refused_in_any_filter_and_all_else_stays(string call, int seed)
    {
        var random = new Random(seed);
        var (built, refused, compared) = (0, 0, 0);
        for (var round = 0; round < 80; round++)
        {
            var filter = RandomSeccomp.Filter(random, call);
            if (Try(() => Libseccomp.Build(Parse(filter)!)) is not { } before)
            {
                continue;
            }
            built++;
            var conditions = RandomSeccomp.Conditions(random, 1);
            var rule = $"'deny':[{{'names':['{call}'],'args':[{string.Join(',', conditions.Select(condition => condition.Json))}],'errno':{random.Next(1, 4)}}}]";
            LinuxSeccomp made;
            try
            {
                made = Apply(rule, filter);
            }
            catch (InterceptorException)
            {
                refused++;
                continue;
            }
            catch (Xunit.Sdk.XunitException e)
            {
                throw new Xunit.Sdk.XunitException($"{rule} on {filter}: {e.Message}");
            }
            if (Try(() => Libseccomp.Build(made)) is not { } after)
            {
                // libseccomp takes overlapping entries of different actions in some orders only; the container does not start.
                RandomSeccomp.HasOneAction(Parse(filter)!, call).Should().BeFalse($"{rule} on {filter}");
                continue;
            }
            foreach (var architecture in made.Architectures)
            {
                var number = NumberOf(architecture, call);
                for (var i = 0; i < 60; i++)
                {
                    var arguments = RandomSeccomp.Arguments(random, architecture);
                    var low = Array.ConvertAll(arguments, argument => (ulong)(uint)argument);
                    // libseccomp takes the arguments of x32 as 32 bits, as the kernel does.
                    var seen = architecture == "SCMP_ARCH_X86_64" ? arguments : low;
                    var result = after.Run(architecture, number, arguments);
                    var context = $"{rule} on {filter} for {architecture} {string.Join(' ', arguments.Select(argument => argument.ToString("x")))}: {result:x}, before {before.Run(architecture, number, arguments):x}";
                    var was = before.Run(architecture, number, arguments);
                    if (Array.TrueForAll(conditions, condition => condition.Holds(low) || condition.Holds(seen)))
                    {
                        IsDenial(result).Should().BeTrue(context);
                        if (RandomSeccomp.Says(Parse(filter)!, call, seen) == was)
                        {
                            Strictness(result).Should().BeGreaterThanOrEqualTo(Strictness(was), context);
                        }
                    }
                    else if (RandomSeccomp.Says(Parse(filter)!, call, seen) == was)
                    {
                        // Of numbers with more than 32 bits some are refused besides.
                        compared++;
                        (result == was || (arguments.Any(argument => argument > uint.MaxValue) && (IsDenial(result) || !IsDenial(was)))).Should().BeTrue(context);
                    }
                }
            }
        }
        compared.Should().BeGreaterThan(1000);
        built.Should().BeGreaterThan(40);
        refused.Should().BeLessThan(built / 3);
    }

    [Theory]
    [InlineData("'@af-alg',{'names':['@af-vsock'],'errno':'EACCES'}", "socket", "38 40", "1 2 39 41")]
    [InlineData("{'name':'socket','args':[{'index':0,'value':16,'op':'SCMP_CMP_EQ'},{'index':2,'value':9,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_KILL_PROCESS'}", "socket", "16/0/9", "16 16/0/8 2/0/9 2")]
    [InlineData("'@userns'", "clone", "268435456 285212672", "0 17 16777216")]
    [InlineData("'@userns'", "unshare", "268435456", "0 131072")]
    [InlineData("'@userns'", "setns", "0 3/268435456", "3/131072 3/1073741824")]
    [InlineData("'@userns'", "clone3", "0", "")]
    [InlineData("'@keyring'", "add_key", "0", "")]
    [InlineData("'@keyring'", "request_key", "0", "")]
    [InlineData("'@bpf'", "bpf", "0", "")]
    [InlineData("'@perf'", "perf_event_open", "0", "")]
    [InlineData("'@io-uring'", "io_uring_setup", "0", "")]
    [InlineData("{'name':'personality','args':[{'index':0,'value':8,'op':'SCMP_CMP_GE'}]}", "personality", "8 9 4294967296", "0 7")]
    [InlineData("{'name':'personality','args':[{'index':0,'value':8,'op':'SCMP_CMP_NE'}]}", "personality", "0 9 4294967304", "8")]
    [InlineData("{'name':'personality','args':[{'index':0,'value':8,'op':'SCMP_CMP_LE'}]}", "personality", "0 8 4294967304", "9 4294967305")]
    public void What_an_entry_names_is_refused_and_no_more(string entries, string call, string denied, string left)
    {
        foreach (var filter in new[] { "null", $"{{'defaultAction':'SCMP_ACT_ERRNO',{Architectures},'syscalls':[{{'names':['read','{call}'],'action':'SCMP_ACT_ALLOW'}}]}}" })
        {
            var built = Libseccomp.Build(Apply($"'deny':[{entries}]", filter));
            var number = NumberOf("SCMP_ARCH_X86_64", call);
            foreach (var (texts, isDenied) in new[] { (denied, true), (left, false) })
            {
                foreach (var text in texts.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    IsDenial(built.Run("SCMP_ARCH_X86_64", number, Array.ConvertAll(text.Split('/'), value => ulong.Parse(value, CultureInfo.InvariantCulture)))).Should().Be(isDenied, "{0} on {1}", text, filter);
                }
            }
        }
    }

    /// <summary>Killing denies more strictly than any errno, so a rule that denies leaves it, and closes what it leaves open by bits that the kernel does not look at.</summary>
    [Theory]
    [InlineData("SCMP_ACT_ERRNO", "{'index':0,'value':38,'op':'SCMP_CMP_EQ'}", "'@af-alg'", 38u)]
    [InlineData("SCMP_ACT_ALLOW", "{'index':0,'value':38,'op':'SCMP_CMP_EQ'}", "'@af-alg'", 38u)]
    [InlineData("SCMP_ACT_ERRNO", "{'index':0,'value':4294967294,'op':'SCMP_CMP_LE'}", "{'name':'socket','args':[{'index':0,'value':2147483648,'op':'SCMP_CMP_LT'}],'errno':'ENOSYS'}", 0u)]
    public void What_kills_already_still_kills(string fallback, string condition, string entry, uint family)
    {
        var filter = $"{{'defaultAction':'{fallback}',{Architectures},'syscalls':[{{'names':['read'],'action':'SCMP_ACT_LOG'}},{{'names':['socket'],'action':'SCMP_ACT_KILL_PROCESS','args':[{condition}]}}]}}";
        var made = Apply($"'deny':[{entry}]", filter);
        var built = Libseccomp.Build(made);
        var number = NumberOf("SCMP_ARCH_X86_64", "socket");

        built.Run("SCMP_ARCH_X86_64", number, family).Should().Be(0x80000000);
        IsDenial(built.Run("SCMP_ARCH_X86_64", number, family | Garbage)).Should().BeTrue();
        Text(Apply($"'deny':[{entry}]", Text(made))).Should().Be(Text(made));
    }

    /// <summary>Law 5: whatever a filter does by default, what it kills is never weakened, and what it lets through gets the verdict of the rule.</summary>
    [Theory]
    [InlineData("SCMP_ACT_KILL")]
    [InlineData("SCMP_ACT_KILL_THREAD")]
    [InlineData("SCMP_ACT_KILL_PROCESS")]
    [InlineData("SCMP_ACT_TRAP")]
    [InlineData("SCMP_ACT_ERRNO")]
    [InlineData("SCMP_ACT_ALLOW")]
    [InlineData("SCMP_ACT_LOG")]
    public void What_a_filter_kills_stays_killed_and_the_rest_gets_the_verdict(string fallback)
    {
        const string Equal = "'args':[{'index':0,'value':3,'op':'SCMP_CMP_EQ'}]";
        string[] entries =
        [
            "{'names':['socket','personality'],'action':'SCMP_ACT_ALLOW'}",
            $"{{'names':['socket','personality'],'action':'SCMP_ACT_ALLOW',{Equal}}}",
            "{'names':['personality'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':3,'op':'SCMP_CMP_NE'}]}",
            "{'names':['personality'],'action':'SCMP_ACT_LOG','args':[{'index':0,'value':3,'op':'SCMP_CMP_LT'}]},{'names':['personality'],'action':'SCMP_ACT_KILL_PROCESS','args':[{'index':0,'value':3,'op':'SCMP_CMP_GT'}]}",
            $"{{'names':['socketcall','socket'],'action':'SCMP_ACT_KILL_PROCESS',{Equal}}}",
            $"{{'names':['personality'],'action':'SCMP_ACT_TRAP',{Equal}}}",
            "{'names':['socketcall'],'action':'SCMP_ACT_ALLOW'}",
            "{'names':['x'],'action':'SCMP_ACT_ALLOW'}",
        ];
        string[] denials = ["", ",'args':[{'index':0,'value':3,'op':'SCMP_CMP_EQ'}]", ",'args':[{'index':0,'value':3,'op':'SCMP_CMP_LE'}]", ",'args':[{'index':0,'value':3,'op':'SCMP_CMP_NE'}]"];
        foreach (var (entry, denial, action) in entries.SelectMany(entry => denials.SelectMany(denial => new[] { "'errno':97", "'action':'SCMP_ACT_TRAP'", "'action':'SCMP_ACT_KILL'" }.Select(action => (entry, denial, action)))))
        {
            var filter = $"{{'defaultAction':'{fallback}',{Architectures},'syscalls':[{{'names':['read'],'action':'{(fallback == "SCMP_ACT_LOG" ? "SCMP_ACT_ALLOW" : "SCMP_ACT_LOG")}'}},{entry}]}}";
            var rule = $"'deny':[{{'names':['socket','personality']{denial},{action}}}]";
            var made = Apply(rule, filter);
            var (built, was) = (Libseccomp.Build(made), Libseccomp.Build(Parse(filter)!));
            var verdict = action[1] == 'e' ? 0x50061u : Libseccomp.Action(action.Split("'")[3], null);
            foreach (var (call, value) in new[] { "socket", "personality" }.SelectMany(call => new ulong[] { 0, 2, 3, 4, 1 << 30 }.Select(value => (call, value))))
            {
                var isDenied = denial.Length == 0 || (denial.Contains("NE", StringComparison.Ordinal) ? value != 3 : denial.Contains("LE", StringComparison.Ordinal) ? value <= 3 : value == 3);
                foreach (var architecture in _architectures)
                {
                    var (before, after) = (was.Run(architecture, NumberOf(architecture, call), value), built.Run(architecture, NumberOf(architecture, call), value));
                    after.Should().Be(!isDenied || Strictness(before) > Strictness(verdict) ? before : verdict, "{0} on {1} for {2} {3} {4}", rule, filter, architecture, call, value);
                }
            }
            // Behind the multiplexer the family is not seen: libseccomp has it do what an entry for the call does, whatever its condition.
            var (behind, now) = (was.Run("SCMP_ARCH_X86", 102, 1), built.Run("SCMP_ARCH_X86", 102, 1));
            IsDenial(now).Should().BeTrue("{0} on {1}", rule, filter);
            if (SyscallOutcome.Kills(fallback) && !action.Contains("KILL", StringComparison.Ordinal) && verdict != Libseccomp.Action(fallback, null))
            {
                now.Should().Be(Strictness(behind) > Strictness(verdict) ? behind : verdict, "{0} on {1}", rule, filter);
            }
            Text(Apply(rule, Text(made))).Should().Be(Text(made));
        }
    }

    // linux/seccomp.h: the kernel prefers what is less as a signed number.
    private static int Strictness(uint result) => result switch { 0x80000000 => 3, 0 => 2, 0x30000 => 1, _ => 0 };

    /// <summary>A runtime leaves out an entry of the default action by whatever name, so it denies nothing beside one that allows.</summary>
    [Theory]
    [InlineData("SCMP_ACT_KILL", "'SCMP_ACT_KILL_THREAD'")]
    [InlineData("SCMP_ACT_KILL_THREAD", "'SCMP_ACT_KILL'")]
    [InlineData("SCMP_ACT_TRAP", "'SCMP_ACT_TRAP','errnoRet':7")]
    public void An_entry_that_is_the_default_by_another_name_denies_nothing(string fallback, string entry)
    {
        var filter = $"{{'defaultAction':'{fallback}',{Architectures},'syscalls':[{{'names':['personality'],'action':{entry}}},{{'names':['personality'],'action':'SCMP_ACT_ALLOW'}}]}}";
        var built = Libseccomp.Build(Apply("'deny':[{'name':'personality','args':[{'index':0,'value':3,'op':'SCMP_CMP_EQ'}]}]", filter));

        built.Run("SCMP_ARCH_X86_64", NumberOf("SCMP_ARCH_X86_64", "personality"), 3).Should().Be(0x50001);
        IsDenial(built.Run("SCMP_ARCH_X86_64", NumberOf("SCMP_ARCH_X86_64", "personality"), 4)).Should().BeFalse();
    }

    /// <summary>Entries of the rule's own errno are written anew where they let numbers with high bits through; one that kills is not one of them.</summary>
    [Fact]
    public void What_kills_still_kills_beside_what_fails_as_the_rule_wants()
    {
        const string Filter = $"{{'defaultAction':'SCMP_ACT_ALLOW',{Architectures},'syscalls':[{{'names':['personality'],'action':'SCMP_ACT_ERRNO','errnoRet':97,'args':[{{'index':0,'value':38,'op':'SCMP_CMP_EQ'}}]}},"
            + "{'names':['personality'],'action':'SCMP_ACT_KILL_PROCESS','args':[{'index':0,'value':5,'op':'SCMP_CMP_EQ'}]}]}";
        var built = Libseccomp.Build(Apply("'deny':[{'name':'personality','args':[{'index':0,'value':40,'op':'SCMP_CMP_LE'}],'errno':97}]", Filter));
        var number = NumberOf("SCMP_ARCH_X86_64", "personality");

        built.Run("SCMP_ARCH_X86_64", number, 5).Should().Be(0x80000000);
        foreach (var value in new ulong[] { 0, 38, 40, 38 | Garbage })
        {
            built.Run("SCMP_ARCH_X86_64", number, value).Should().Be(0x50000 | 97u);
        }
        IsDenial(built.Run("SCMP_ARCH_X86_64", number, 41)).Should().BeFalse();
    }

    /// <summary>An entry for some containers takes nothing from one for all in the others.</summary>
    [Fact]
    public void What_is_denied_with_a_capability_stays_allowed_without_it() =>
        Text(Apply("'allow':['socket'],'deny':[{'name':'socket','args':[{'index':0,'value':38,'op':'SCMP_CMP_EQ'}],'includes':{'caps':['CAP_SYS_ADMIN']}}]", $"{{'defaultAction':'SCMP_ACT_ERRNO',{Architectures}}}"))
            .Should().Contain("{\"names\":[\"socket\"],\"action\":\"SCMP_ACT_ALLOW\"}");

    /// <summary>Such a condition excludes nothing, so it does not matter which argument other entries compare first.</summary>
    [Fact]
    public void A_condition_that_holds_for_every_value_denies_the_call_as_a_whole()
    {
        var made = Text(Apply("'deny':[{'name':'socket','args':[{'index':0,'value':0,'op':'SCMP_CMP_GE'}],'errno':38}]",
            $"{{'defaultAction':'SCMP_ACT_ERRNO',{Architectures},'syscalls':[{{'names':['read'],'action':'SCMP_ACT_ALLOW'}},{{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{{'index':1,'value':1,'op':'SCMP_CMP_EQ'}}]}}]}}"));

        made.Should().NotContain("\"index\":1,\"value\":1,").And.Contain("\"socket\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":38}");
    }

    /// <summary>libseccomp keeps either of two entries that meet: a denial that has won so far must not lose to what is left of an allowance.</summary>
    [Fact]
    public void A_denial_that_meets_an_allowance_does_not_become_one()
    {
        const string Filter = $"{{'defaultAction':'SCMP_ACT_ERRNO',{Architectures},'syscalls':[{{'names':['read'],'action':'SCMP_ACT_LOG'}},{{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{{'index':0,'value':41,'op':'SCMP_CMP_GE'}}]}},"
            + "{'names':['socket'],'action':'SCMP_ACT_ERRNO','errnoRet':97,'args':[{'index':0,'value':2147483648,'op':'SCMP_CMP_EQ'},{'index':1,'value':16,'op':'SCMP_CMP_NE'}]}]}";
        var built = Libseccomp.Build(Apply("'deny':[{'name':'socket','args':[{'index':0,'value':44,'op':'SCMP_CMP_EQ'}]}]", Filter));
        var number = NumberOf("SCMP_ARCH_X86_64", "socket");

        IsDenial(built.Run("SCMP_ARCH_X86_64", number, 0x8000_0000, 0)).Should().BeTrue();
        IsDenial(built.Run("SCMP_ARCH_X86_64", number, 0x8000_0000, 16)).Should().BeFalse();
        IsDenial(built.Run("SCMP_ARCH_X86_64", number, 44, 0)).Should().BeTrue();
        IsDenial(built.Run("SCMP_ARCH_X86_64", number, 45, 0)).Should().BeFalse();
    }

    /// <summary>2^32 is the first number that does not fit into 32 bits; below it is every one that does.</summary>
    [Theory]
    [InlineData(4294967295, true)]
    [InlineData(4294967296, true)]
    [InlineData(4294967297, false)]
    public void An_allowance_of_all_32_bits_is_split(ulong bound, bool isSplit)
    {
        var filter = $"{{'defaultAction':'SCMP_ACT_ERRNO',{Architectures},'syscalls':[{{'names':['read'],'action':'SCMP_ACT_ALLOW'}},{{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{{'index':0,'value':{bound},'op':'SCMP_CMP_LT'}}]}}]}}";
        var apply = FluentActions.Invoking(() => Apply("'deny':[{'name':'socket','args':[{'index':0,'value':40,'op':'SCMP_CMP_EQ'}]}]", filter));
        if (!isSplit)
        {
            apply.Should().Throw<InterceptorException>().WithMessage("*an entry compares argument 0 with a number of more than 32 bits, so it cannot be split");
            return;
        }
        var built = Libseccomp.Build(apply());
        var number = NumberOf("SCMP_ARCH_X86_64", "socket");

        foreach (var (family, isDenied) in new[] { (39ul, false), (40ul, true), (41ul, false), (uint.MaxValue - 1ul, false), (uint.MaxValue, bound == uint.MaxValue), (41 | Garbage, true) })
        {
            IsDenial(built.Run("SCMP_ARCH_X86_64", number, family)).Should().Be(isDenied, "{0:x}", family);
        }
    }

    /// <summary>A later entry comes before an earlier one. Applied one after the other, they would open and close each time.</summary>
    [Theory]
    [InlineData("'allow':['socket'],'deny':[{'name':'socket','args':[{'index':0,'value':38,'op':'SCMP_CMP_EQ'}]}]", "socket", "38", "2 39")]
    [InlineData("'allow':['personality'],'deny':[{'name':'personality','args':[{'index':0,'value':262144,'valueTwo':262144,'op':'SCMP_CMP_MASKED_EQ'}]}]", "personality", "262144 262145", "0 8")]
    [InlineData("'deny':['@af-alg',{'name':'socket','args':[{'index':0,'value':40,'op':'SCMP_CMP_LT'}],'errno':'ENOSYS'}]", "socket", "2 38", "41")]
    [InlineData("'deny':['@af-vsock',{'name':'socket','args':[{'index':0,'value':38,'op':'SCMP_CMP_GE'}]}]", "socket", "38 40 45", "2")]
    [InlineData("'allow':[{'name':'ioctl','args':[{'index':0,'value':38,'op':'SCMP_CMP_GT'}]}],'deny':[{'name':'ioctl','args':[{'index':0,'value':45,'op':'SCMP_CMP_GT'}]}]", "ioctl", "46", "39 45")]
    [InlineData("'deny':[{'name':'socket','args':[{'index':0,'value':0,'op':'SCMP_CMP_GE'}]}]", "socket", "0 2 38", "")]
    public void Entries_that_meet_are_one_filter_which_stays_as_it_is(string members, string call, string denied, string left)
    {
        foreach (var filter in new[] { "null", $"{{'defaultAction':'SCMP_ACT_ERRNO',{Architectures},'syscalls':[{{'names':['read','{call}'],'action':'SCMP_ACT_ALLOW'}}]}}" })
        {
            var made = Apply(members, filter);
            var built = Libseccomp.Build(made);
            foreach (var (texts, isDenied) in new[] { (denied, true), (left, false) })
            {
                foreach (var text in texts.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    IsDenial(built.Run("SCMP_ARCH_X86_64", NumberOf("SCMP_ARCH_X86_64", call), ulong.Parse(text, CultureInfo.InvariantCulture))).Should().Be(isDenied, "{0} on {1}", text, filter);
                }
            }
            Text(Apply(members, Text(made))).Should().Be(Text(made));
        }
    }

    /// <summary>libseccomp does not end with some filters, so none of a rule's own is of that kind: each is built here.</summary>
    [Fact]
    public void What_a_rule_makes_is_small_enough_to_be_built()
    {
        var random = new Random(7);
        var (built, refused) = (0, 0);
        for (var round = 0; round < 60; round++)
        {
            var filter = RandomSeccomp.Filter(random, "personality", 12);
            var rule = $"'deny':[{{'names':['personality'],'args':[{string.Join(',', RandomSeccomp.Conditions(random, 1).Select(condition => condition.Json))}]}}]";
            try
            {
                var made = Apply(rule, filter);
                var own = made.Syscalls.Where(entry => entry.Names.Contains("personality")).ToList();
                if (own.Count == Parse(filter)!.Syscalls.Count(entry => entry.Names.Contains("personality")))
                {
                    continue;
                }
                own.Count.Should().BeLessThanOrEqualTo(128);
                own.Count(entry => !entry.Args.IsDefault && entry.Args.Length > 1).Should().BeLessThanOrEqualTo(48);
                built += Try(() => Libseccomp.Build(made)) is null ? 0 : 1;
            }
            catch (InterceptorException e)
            {
                refused++;
                e.Message.Should().MatchRegex("compares argument|two arguments by order|the others cannot be told apart$|cannot be told apart from the others in 128 entries, 48 of them with several conditions: deny fewer arguments of a call, or all$");
            }
        }
        built.Should().BeGreaterThan(2);
        refused.Should().BeGreaterThan(2);
    }

    /// <summary>Each of these halves what the others leave, in two parts.</summary>
    [Fact]
    public void Denials_that_leave_too_many_parts_are_refused()
    {
        var entries = string.Join(',', Enumerable.Range(0, 16).Select(i => $"{{'name':'personality','args':[{{'index':0,'value':{3ul << (2 * i)},'valueTwo':{3ul << (2 * i)},'op':'SCMP_CMP_MASKED_EQ'}}]}}"));

        FluentActions.Invoking(() => Apply($"'deny':[{entries}]", "null")).Should().Throw<InterceptorException>().WithMessage("*in 128 entries, 48 of them with several conditions*");
    }

    /// <summary>Filters compare the family of sockets, and a rule their type: raw sockets, whatever the flags beside.</summary>
    [Theory]
    [MemberData(nameof(Filters))]
    public void A_later_argument_is_denied_too(string filter)
    {
        foreach (var errno in new[] { "EPERM", "ENOSYS" })
        {
            var rule = $"'deny':[{{'name':'socket','args':[{{'index':1,'value':15,'valueTwo':3,'op':'SCMP_CMP_MASKED_EQ'}}],'errno':'{errno}'}}]";
            if (filter == _podman)
            {
                FluentActions.Invoking(() => Apply(rule, filter)).Should().Throw<InterceptorException>().WithMessage("*compares argument 0, so argument 1 cannot be compared as well: deny socket for any arguments, or*");
                continue;
            }
            var (before, after) = (Parse(filter), Apply(rule, filter));
            var (built, was) = (Libseccomp.Build(after), before is null ? null : Libseccomp.Build(before));
            var verdict = 0x50000 | (errno == "EPERM" ? 1u : 38);
            foreach (var architecture in _architectures)
            {
                var number = NumberOf(architecture, "socket");
                foreach (var family in new ulong[] { 0, 1, 16, 37, 38, 39, 40, 41, 255, uint.MaxValue, 40 | Garbage, 2 | Garbage })
                {
                    foreach (var type in new ulong[] { 0, 1, 2, 3, 4, 5, 11, 19, 0x80003, 0x80803, 3 | Garbage, 0x80001, uint.MaxValue })
                    {
                        var given = was?.Run(architecture, number, family, type, 9) ?? 0x7FFF0000;
                        var result = built.Run(architecture, number, family, type, 9);
                        // What the filter denies by default keeps its errno, or gets the rule's.
                        (result == ((type & 15) == 3 ? verdict : given) || (result == given && IsDenial(given))).Should().BeTrue("{0} {1} {2:x} {3:x} {4}: {5:x}", errno, architecture, family, type, filter, result);
                    }
                }
            }
            Text(Apply(rule, Text(after))).Should().Be(Text(after));
        }
    }

    /// <summary>Law 7: of two denials of one call the later one wins, be they entries of a rule or rules, and a second time changes nothing.</summary>
    [Theory]
    [InlineData("SCMP_ACT_ALLOW", 1)]
    [InlineData("SCMP_ACT_ERRNO", 2)]
    [InlineData("SCMP_ACT_KILL", 3)]
    public void Denials_that_meet_are_the_same_a_second_time_and_the_later_one_wins(string fallback, int seed)
    {
        var random = new Random(seed);
        var compared = 0;
        for (var round = 0; round < 60; round++)
        {
            var (call, filter) = (new[] { "socket", "personality" }[random.Next(2)], $"{{'defaultAction':'{fallback}',{Architectures},'syscalls':[{{'names':['read'],'action':'SCMP_ACT_LOG'}}@]}}");
            filter = filter.Replace("@", fallback == "SCMP_ACT_ALLOW" ? "" : $",{{'names':['{call}','socketcall'],'action':'SCMP_ACT_ALLOW'}}", StringComparison.Ordinal);
            var (first, second) = (RandomSeccomp.Conditions(random, 1), RandomSeccomp.Conditions(random, 1));
            string Entry(RandomSeccomp.Condition[] conditions, int errno) => $"{{'name':'{call}','args':[{string.Join(',', conditions.Select(condition => condition.Json))}],'errno':{errno}}}";
            LinuxSeccomp Both(string before, bool isOneRule) => isOneRule ? Apply($"'deny':[{Entry(first, 13)},{Entry(second, 22)}]", before)
                : Apply($"'deny':[{Entry(second, 22)}]", Text(Apply($"'deny':[{Entry(first, 13)}]", before)));
            foreach (var isOneRule in new[] { true, false })
            {
                var context = $"{Entry(first, 13)} {Entry(second, 22)} {filter} {isOneRule}";
                LinuxSeccomp made;
                try
                {
                    made = Both(filter, isOneRule);
                    // Two rules spell some entries for a call behind a multiplexer anew: those have a second condition where others were there before.
                    var again = Both(Text(made), isOneRule);
                    (OciInterceptor.Json.Patching.DocumentPatch.Between(made.Json, again.Json).IsEmpty || (call == "socket" && !isOneRule)).Should().BeTrue("{0}\nlost {1}\nnew {2}", context, Gone(made, again), Gone(again, made));
                }
                catch (InterceptorException e)
                {
                    e.Message.Should().MatchRegex("compares argument|cannot be told apart|two arguments by order", context);
                    continue;
                }
                var built = Libseccomp.Build(made);
                foreach (var architecture in _architectures)
                {
                    for (var i = 0; i < 40; i++)
                    {
                        var arguments = RandomSeccomp.Arguments(random, architecture);
                        var low = Array.ConvertAll(arguments, argument => (ulong)(uint)argument);
                        var seen = architecture == "SCMP_ARCH_X86_64" ? arguments : low;
                        bool Holds(RandomSeccomp.Condition[] conditions) => Array.TrueForAll(conditions, condition => condition.Holds(low) || condition.Holds(seen));
                        var result = built.Run(architecture, NumberOf(architecture, call), arguments);
                        var isDenied = Holds(first) || Holds(second);
                        compared++;
                        if (arguments.Any(argument => argument > uint.MaxValue))
                        {
                            (IsDenial(result) || !isDenied).Should().BeTrue("{0} {1}", context, string.Join(' ', arguments));
                        }
                        else
                        {
                            result.Should().Be(Holds(second) ? 0x50016u : Holds(first) ? 0x5000Du : 0x7FFF0000u, "{0} {1}", context, string.Join(' ', arguments));
                        }
                    }
                }
            }
        }
        compared.Should().BeGreaterThan(4000);
    }

    [Theory]
    [InlineData("'SCMP_ACT_ERRNO'", "'read'", true)]
    [InlineData("'SCMP_ACT_ERRNO'", "'read','socketcall'", false)]
    [InlineData("'SCMP_ACT_KILL'", "'read'", true)]
    public void A_family_that_is_allowed_opens_no_other(string fallback, string allowed, bool isLocked)
    {
        var built = Libseccomp.Build(Apply("'allow':[{'names':['socket'],'args':[{'index':0,'value':1,'op':'SCMP_CMP_EQ'}]}]",
            $"{{'defaultAction':{fallback},{Architectures},'syscalls':[{{'names':[{allowed}],'action':'SCMP_ACT_ALLOW'}}]}}"));

        foreach (var (family, isAllowed) in new[] { (1ul, true), (2ul, false), (Garbage + 1, false) })
        {
            IsDenial(built.Run("SCMP_ARCH_X86_64", NumberOf("SCMP_ARCH_X86_64", "socket"), family)).Should().Be(!isAllowed);
        }
        IsDenial(built.Run("SCMP_ARCH_X86", 359, 1)).Should().BeFalse();
        IsDenial(built.Run("SCMP_ARCH_X86", 102, 1)).Should().Be(isLocked);
    }

    private static BpfProgram? Try(Func<BpfProgram> build)
    {
        try
        {
            return build();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsDenial(uint result) => result is 0 or 0x80000000 || (result & 0xFFFF0000) is 0x00050000 or 0x00030000;

    internal static LinuxSeccomp Apply(string members, string filter) =>
        Parse(RuleRun.OnLinux($"{{'type':'seccomp',{members}}}", $"{{'seccomp':{filter}}}"), "seccomp")!;

    internal static LinuxSeccomp? Parse(string filter, string? member = null)
    {
        var json = JsonText.Parse(Encoding.UTF8.GetBytes(filter.Replace('\'', '"')), "config.json") as JsonObject;
        return json is null ? null : new LinuxSeccomp(member is null ? json : (JsonObject)json.Entry(member)!);
    }

    private static string Text(LinuxSeccomp filter) => JsonOf(filter.Json);

    private static string JsonOf(JsonObject json)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        json.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
