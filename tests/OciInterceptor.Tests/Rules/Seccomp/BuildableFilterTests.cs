using System.Globalization;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>What a rule makes of any filter, libseccomp builds, soon, and a second time nothing changes.</summary>
public sealed class BuildableFilterTests
{
    private const string Machine = "'architectures':['SCMP_ARCH_X86_64','SCMP_ARCH_X86','SCMP_ARCH_X32']";
    private const string Denied = $"'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':38,{Machine}";
    private const string Sockets = $"{{{Denied},'syscalls':[{{'names':['read','socket','shmget','socketcall','ipc'],'action':'SCMP_ACT_ALLOW'}}]}}";
    private const string Closed = $"{{{Denied},'syscalls':[{{'names':['read','socket','shmget'],'action':'SCMP_ACT_ALLOW'}}]}}";

    private static readonly string[] _operators = ["NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ"];
    private static readonly ulong[] _values = [1, 2, 3, 8, 16, 40, 0xFFFF, 0x10000, 0x1000_0000, 0x4000_0000, 0x7FFF_FFFF, 0x8000_0000, 0xC000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF];

    public static TheoryData<string, string, string> Multiplexed
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var filter in new[] { "null", Sockets, Closed })
            {
                foreach (var errno in new[] { "EPERM", "ENOSYS" })
                {
                    data.Add(filter, "'@af-alg'", $"{{'name':'socketcall','errno':'{errno}'}}");
                    data.Add(filter, "{'name':'shmget','args':[{'index':1,'value':65536,'op':'SCMP_CMP_GT'}]}", $"{{'name':'ipc','errno':'{errno}'}}");
                }
            }
            return data;
        }
    }

    /// <summary>A denial of a multiplexer as a whole beside one of a call behind it by argument, in one rule and in two, in either order.</summary>
    [Attack("Arguments that a filter compares")]
    [Theory]
    [MemberData(nameof(Multiplexed))]
    public void A_multiplexer_is_denied_beside_a_call_behind_it(string filter, string call, string multiplexer)
    {
        foreach (var (first, second) in new[] { (call, multiplexer), (multiplexer, call) })
        {
            foreach (var isOneRule in new[] { true, false })
            {
                string Both(string before) => isOneRule ? Apply($"'deny':[{first},{second}]", before) : Apply($"'deny':[{second}]", Apply($"'deny':[{first}]", before));
                var made = Both(filter);

                var built = Build(made);
                foreach (var number in new ulong[] { 1, 2, 23 })
                {
                    IsDenial(built.Run("SCMP_ARCH_X86", multiplexer.Contains("socketcall", StringComparison.Ordinal) ? 102 : 117, number)).Should().BeTrue(made);
                }
                var (denied, left) = call.Contains("alg", StringComparison.Ordinal) ? (built.Run("SCMP_ARCH_X86_64", 41, 38), built.Run("SCMP_ARCH_X86_64", 41, 2))
                    : (built.Run("SCMP_ARCH_X86_64", 29, 0, 65537), built.Run("SCMP_ARCH_X86_64", 29, 0, 65536));
                (IsDenial(denied), IsDenial(left)).Should().Be((true, false), made);
                Both(made).Should().Be(made);
            }
        }
    }

    /// <summary>libseccomp takes one action alone for the multiplexer of a call.</summary>
    [Theory]
    [InlineData("SCMP_ACT_ALLOW", "SCMP_ACT_LOG")]
    [InlineData("SCMP_ACT_LOG", "SCMP_ACT_LOG")]
    public void A_call_that_is_logged_for_some_arguments_is_logged_behind_its_multiplexer(string given, string expected)
    {
        var filter = $"{{{Denied},'syscalls':[{{'names':['read'],'action':'SCMP_ACT_ALLOW'}},{{'names':['socket'],'action':'{given}','args':[{{'index':0,'value':10,'op':'SCMP_CMP_LT'}}]}}]}}";
        var logged = given == "SCMP_ACT_ALLOW" ? ",'action':'SCMP_ACT_LOG'" : "";
        var rule = $"'allow':[{{'name':'socket','args':[{{'index':0,'value':{(given == "SCMP_ACT_ALLOW" ? 2 : 16)},'op':'SCMP_CMP_EQ'}}]{logged}}}]";

        var made = Apply(rule, filter);
        var again = Apply("'allow':[{'name':'socket','args':[{'index':0,'value':17,'op':'SCMP_CMP_EQ'}]}]", made);

        Apply(rule, made).Should().Be(made);
        foreach (var text in new[] { made, again })
        {
            var built = Build(text);
            built.Run("SCMP_ARCH_X86", 102, 1).Should().Be(Libseccomp.Action(expected, null));
            IsDenial(built.Run("SCMP_ARCH_X86", 102, 2)).Should().BeTrue();
            built.Run("SCMP_ARCH_X86_64", 41, 2).Should().Be(Libseccomp.Action("SCMP_ACT_LOG", null));
            built.Run("SCMP_ARCH_X86_64", 41, 3).Should().Be(Libseccomp.Action(given, null));
            IsDenial(built.Run("SCMP_ARCH_X86_64", 41, 40)).Should().BeTrue();
        }
    }

    /// <summary>Law 7, where entries kill or notify.</summary>
    [Theory]
    [InlineData("null", "{'name':'personality','args':[{'index':0,'value':0,'op':'SCMP_CMP_NE'}]}", "{'name':'personality','args':[{'index':0,'value':8,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_KILL_PROCESS'}")]
    [InlineData(Calls, "{'name':'personality','args':[{'index':0,'value':0,'op':'SCMP_CMP_NE'}]}", "{'name':'personality','args':[{'index':0,'value':8,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_KILL_PROCESS'}")]
    [InlineData(Calls, "{'name':'ioctl','args':[{'index':1,'value':100,'op':'SCMP_CMP_GT'}]}", "{'name':'ioctl','args':[{'index':1,'value':21522,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_KILL'}")]
    [InlineData("null", "{'name':'ioctl','args':[{'index':1,'value':38,'op':'SCMP_CMP_GE'}]}", "{'name':'ioctl','args':[{'index':1,'value':40,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_TRAP'}")]
    [InlineData(Calls, "{'name':'ioctl','args':[{'index':1,'value':21522,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_KILL'}", "{'name':'ioctl','args':[{'index':1,'value':65535,'op':'SCMP_CMP_GT'}]}")]
    [InlineData(Notified, "{'name':'setns','args':[{'index':0,'value':16,'op':'SCMP_CMP_EQ'}],'errno':'EACCES'}", "'getpid'")]
    [InlineData(Traced, "{'name':'setns','args':[{'index':0,'value':16,'op':'SCMP_CMP_EQ'}],'errno':'EACCES'}", "'getpid'")]
    public void What_kills_or_notifies_is_the_same_a_second_time(string filter, string first, string second)
    {
        foreach (var isOneRule in new[] { true, false })
        {
            string Both(string before) => isOneRule ? Apply($"'deny':[{first},{second}]", before) : Apply($"'deny':[{second}]", Apply($"'deny':[{first}]", before));
            var made = Both(filter);

            Both(made).Should().Be(made);
            _ = Build(made);
        }
    }

    /// <summary>Law 5: what one rule kills, a wider denial of another does not weaken, whichever comes first, and all else of it fails.</summary>
    [Theory]
    [InlineData("null", 135, "{'name':'personality','args':[{'index':0,'value':40,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_KILL_PROCESS'}", "{'name':'personality','args':[{'index':0,'value':38,'op':'SCMP_CMP_GE'}]}", "40", "38 39 41 4294967295", "0 37")]
    [InlineData(Calls, 135, "{'name':'personality','args':[{'index':0,'value':40,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_KILL_PROCESS'}", "{'name':'personality','args':[{'index':0,'value':38,'op':'SCMP_CMP_GE'}]}", "40", "38 39 41 4294967295", "0 37")]
    [InlineData(Calls, 135, "{'name':'personality','args':[{'index':0,'value':8,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_KILL_THREAD'}", "{'name':'personality','args':[{'index':0,'value':0,'op':'SCMP_CMP_NE'}]}", "8", "1 7 9", "0")]
    [InlineData(Calls, 135, "{'name':'personality','args':[{'index':0,'value':5,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_KILL'}", "{'name':'personality','args':[{'index':0,'value':38,'op':'SCMP_CMP_GT'}]}", "5", "39 40", "0 4 6 38")]
    [InlineData(Calls, 135, "{'name':'personality','args':[{'index':0,'value':240,'valueTwo':32,'op':'SCMP_CMP_MASKED_EQ'}],'action':'SCMP_ACT_KILL_PROCESS'}", "{'name':'personality','args':[{'index':0,'value':30,'op':'SCMP_CMP_GE'}],'action':'SCMP_ACT_TRAP'}", "32 47 288", "30 31 48", "0 29")]
    [InlineData("null", 135, "{'name':'personality','args':[{'index':0,'value':8,'op':'SCMP_CMP_LE'}],'action':'SCMP_ACT_KILL_PROCESS'}", "{'name':'personality','args':[{'index':0,'value':3,'op':'SCMP_CMP_GE'}]}", "0 8", "9 4294967295", "")]
    [InlineData(Calls, 135, "{'name':'personality','args':[{'index':0,'value':8,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_KILL_PROCESS'}", "'personality'", "8", "0 7 9", "")]
    [InlineData("null", 41, "{'name':'socket','args':[{'index':0,'value':38,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_KILL_PROCESS'}", "{'name':'socket','args':[{'index':0,'value':16,'op':'SCMP_CMP_GT'}]}", "38", "17 37 39", "0 16")]
    [InlineData(Sockets, 41, "{'name':'socket','args':[{'index':0,'value':38,'op':'SCMP_CMP_EQ'}],'action':'SCMP_ACT_KILL_PROCESS'}", "{'name':'socket','args':[{'index':0,'value':16,'op':'SCMP_CMP_GT'}]}", "38", "17 37 39", "0 16")]
    public void What_a_rule_kills_a_wider_denial_of_another_rule_leaves(string filter, int call, string kill, string wider, string killed, string failed, string free)
    {
        foreach (var (first, second) in new[] { (kill, wider), (wider, kill) })
        {
            string Both(string before) => Apply($"'deny':[{second}]", Apply($"'deny':[{first}]", before));
            var made = Both(filter);
            var built = Build(made);
            var outcomes = new (string Values, Func<uint, bool> Holds)[]
            {
                (killed, static result => result is 0 or 0x80000000), (failed, static result => (result & 0xFFFF0000) is 0x00050000 or 0x00030000), (free, static result => !IsDenial(result)),
            };
            foreach (var (value, holds) in outcomes.SelectMany(static outcome => outcome.Values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => (ulong.Parse(text, CultureInfo.InvariantCulture), outcome.Holds))))
            {
                var result = built.Run("SCMP_ARCH_X86_64", call, value);
                holds(result).Should().BeTrue("{0} gives {1:x} in {2}", value, result, made);
            }
            foreach (var value in killed.Split(' ').Select(static text => ulong.Parse(text, CultureInfo.InvariantCulture)))
            {
                IsDenial(built.Run("SCMP_ARCH_X86_64", call, value | 0x1_0000_0000)).Should().BeTrue("{0} with bits above, in {1}", value, made);
            }
            Both(made).Should().Be(made);
        }
    }

    private const string Calls = $"{{{Denied},'syscalls':[{{'names':['read','ioctl','personality'],'action':'SCMP_ACT_ALLOW'}}]}}";
    private const string Notified = $"{{{Denied},'listenerPath':'/x','syscalls':[{{'names':['setns'],'action':'SCMP_ACT_NOTIFY','args':[{{'index':0,'value':40,'op':'SCMP_CMP_GT'}}]}}]}}";
    private const string Traced = $"{{{Denied},'syscalls':[{{'names':['setns'],'action':'SCMP_ACT_TRACE','args':[{{'index':0,'value':40,'op':'SCMP_CMP_GT'}}]}}]}}";

    /// <summary>Law 5: what a listener decides does not get numbers whose lower half a rule denies.</summary>
    [Fact]
    public void A_listener_does_not_get_what_is_denied()
    {
        const string Rule = "'deny':[{'name':'setns','args':[{'index':0,'value':16,'op':'SCMP_CMP_EQ'}],'errno':'EACCES'}]";
        var built = Build(Apply(Rule, Notified));

        foreach (var (value, expected) in new[] { (16ul, 0x5000Du), (0x1_0000_0010ul, 0x5000Du), (41ul, 0x7FC00000u), (0x1_0000_0029ul, 0x7FC00000u), (3ul, 0x50026u) })
        {
            built.Run("SCMP_ARCH_X86_64", 308, value).Should().Be(expected, "{0:x}", value);
        }
        FluentActions.Invoking(() => Apply(Rule, Notified.Replace("'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':38", "'defaultAction':'SCMP_ACT_ALLOW'", StringComparison.Ordinal)))
            .Should().Throw<InterceptorException>().WithMessage("*does not allow numbers of more than 32 bits, so it cannot be split");
    }

    [Theory]
    [InlineData("GE", 0x1000_0000, 2, "GE", 3)]
    [InlineData("GT", 0x7FFF_FFFF, 2, "GE", 3)]
    [InlineData("GT", 0x7FFF_FFFF, 3, "GT", 0x7FFF_FFFF)]
    public void Two_comparisons_of_order_are_refused_where_libseccomp_would_not_end(string one, long value, int index, string other, long second) =>
        FluentActions.Invoking(() => Apply($"'deny':[{{'name':'ioctl','args':[{{'index':0,'value':{value},'op':'SCMP_CMP_{one}'}},{{'index':{index},'value':{second},'op':'SCMP_CMP_{other}'}}]}}]", Calls))
            .Should().Throw<InterceptorException>().WithMessage("*entries for ioctl would compare two arguments by order, and libseccomp 2.5.4 hangs on such a filter: deny ioctl by one of the arguments, or *");

    /// <summary>Whatever is not refused is built soon: values are wide, and most denials of two or three arguments.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_not_refused_is_built_soon(int seed)
    {
        var random = new Random(seed);
        var (built, refused) = (0, 0);
        for (var round = 0; round < 250; round++)
        {
            string Condition(int index)
            {
                var (name, value) = (_operators[random.Next(_operators.Length)], _values[random.Next(_values.Length - 1)]);
                return string.Create(CultureInfo.InvariantCulture, $"{{'index':{index},'value':{value},'op':'SCMP_CMP_{name}'{(name == "MASKED_EQ" ? $",'valueTwo':{value & (ulong)random.NextInt64(1L << 32)}" : "")}}}");
            }
            var conditions = string.Join(',', Enumerable.Range(0, 4).OrderBy(_ => random.Next()).Take(random.Next(4) == 0 ? 3 : 2).Order().Select(Condition));
            var filter = random.Next(3) switch { 0 => "null", 1 => Calls, _ => Calls.Replace("'ioctl',", "", StringComparison.Ordinal).Replace("}]}", $"}},{{'names':['ioctl'],'action':'SCMP_ACT_ALLOW','args':[{Condition(0)}]}}]}}", StringComparison.Ordinal) };
            string made;
            try
            {
                made = Apply($"'deny':[{{'name':'ioctl','args':[{conditions}]}}]", filter);
            }
            catch (InterceptorException)
            {
                refused++;
                continue;
            }
            Exception? fault = null;
            var build = new Thread(() => fault = Record.Exception(() => Build(made))) { IsBackground = true };
            build.Start();

            build.Join(TimeLimit.OfAProgram).Should().BeTrue("libseccomp ends with {0}", made);
            fault.Should().BeNull(made);
            built++;
        }
        built.Should().BeGreaterThan(50);
        refused.Should().BeGreaterThan(5);
    }

    /// <summary>The container's author decides how many entries a filter has.</summary>
    [Attack("Work that grows with the square")]
    [Theory]
    [InlineData("SCMP_ACT_ALLOW", "'@af-alg'")]
    [InlineData("SCMP_ACT_ALLOW", "{'name':'socket','args':[{'index':1,'value':3,'op':'SCMP_CMP_EQ'}]}")]
    [InlineData("SCMP_ACT_KILL_PROCESS", "'socket'")]
    public void Ten_thousand_entries_for_a_call_are_refused_at_once(string action, string entry)
    {
        var entries = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"{{'names':['socket'],'action':'{action}','args':[{{'index':0,'value':{i},'op':'SCMP_CMP_EQ'}}]}}"));
        var filter = $"{{'defaultAction':'{(action == "SCMP_ACT_ALLOW" ? "SCMP_ACT_ERRNO" : "SCMP_ACT_ALLOW")}',{Machine},'syscalls':[{entries}]}}";
        var before = GC.GetAllocatedBytesForCurrentThread();

        FluentActions.Invoking(() => Apply($"'deny':[{entry}]", filter)).Should().Throw<InterceptorException>().WithMessage("*in 128 entries*");

        // With the square it would be gigabytes.
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1L << 29);
    }

    private static BpfProgram Build(string filter) => Libseccomp.Build(ArgumentActionTests.Parse(filter)!);

    private static bool IsDenial(uint result) => result is 0 or 0x80000000 || (result & 0xFFFF0000) is 0x00050000 or 0x00030000;

    private static string Apply(string members, string filter)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        ArgumentActionTests.Apply(members, filter).Json.WriteTo(output);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
