using System.Runtime.InteropServices;
using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Seccomp;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>What a profile is on a machine and for a container; double quotes are written as single ones.</summary>
public sealed class SeccompProfileReaderTests
{
    [Theory]
    [InlineData("'includes':{'arches':['amd64']}", true)]
    [InlineData("'includes':{'arches':['arm64','amd64']}", true)]
    [InlineData("'includes':{'arches':['arm64']}", false)]
    [InlineData("'includes':{'arches':['x86','AMD64','x86_64']}", false)]
    [InlineData("'includes':{'arches':[]}", true)]
    [InlineData("'includes':{'arches':null}", true)]
    [InlineData("'excludes':{'arches':['amd64']}", false)]
    [InlineData("'excludes':{'arches':['arm64']}", true)]
    [InlineData("'excludes':{'arches':[]}", true)]
    [InlineData("'includes':{'minKernel':'6.1'}", true)]
    [InlineData("'includes':{'minKernel':'6.0'}", true)]
    [InlineData("'includes':{'minKernel':'6.2'}", false)]
    [InlineData("'includes':{'minKernel':'5.19'}", true)]
    [InlineData("'includes':{'minKernel':''}", true)]
    [InlineData("'excludes':{'minKernel':'6.1'}", false)]
    [InlineData("'excludes':{'minKernel':'6.2'}", true)]
    [InlineData("'excludes':{'minKernel':''}", true)]
    [InlineData("'includes':{'arches':['amd64'],'minKernel':'7.0'}", false)]
    [InlineData("'includes':{'arches':['arm64'],'minKernel':'4.8'}", false)]
    [InlineData("'includes':{'arches':['amd64'],'minKernel':'4.8'}", true)]
    [InlineData("'includes':{},'excludes':{}", true)]
    [InlineData("'includes':null,'excludes':null", true)]
    [InlineData("'comment':'x'", true)]
    public void An_entry_is_for_the_machines_that_it_names(string members, bool isForMachine) =>
        Entries($"{{'names':['a'],'action':'SCMP_ACT_ALLOW',{members}}}").Should().Be(isForMachine ? "{'names':['a'],'action':'SCMP_ACT_ALLOW'}" : "");

    [Theory]
    [InlineData("'includes':{'caps':['CAP_A']}", "CAP_A", true)]
    [InlineData("'includes':{'caps':['CAP_A']}", "CAP_B", false)]
    [InlineData("'includes':{'caps':['CAP_A']}", "", false)]
    [InlineData("'includes':{'caps':['CAP_A','CAP_B']}", "CAP_A", false)]
    [InlineData("'includes':{'caps':['CAP_A','CAP_B']}", "CAP_B CAP_A", true)]
    [InlineData("'excludes':{'caps':['CAP_A']}", "CAP_A", false)]
    [InlineData("'excludes':{'caps':['CAP_A']}", "CAP_B", true)]
    [InlineData("'excludes':{'caps':['CAP_A','CAP_B']}", "CAP_B", false)]
    [InlineData("'excludes':{'caps':['CAP_A','CAP_B']}", "", true)]
    [InlineData("'includes':{'caps':['CAP_A']},'excludes':{'caps':['CAP_B']}", "CAP_A", true)]
    [InlineData("'includes':{'caps':['CAP_A']},'excludes':{'caps':['CAP_B']}", "CAP_A CAP_B", false)]
    public void An_entry_is_for_the_containers_that_have_its_capabilities(string members, string capabilities, bool isForContainer) =>
        (Entries($"{{'names':['a'],'action':'SCMP_ACT_ALLOW',{members}}}", capabilities).Length > 0).Should().Be(isForContainer);

    /// <summary>The form of the profile that Podman's packages install.</summary>
    [Theory]
    [InlineData("'errno':'EPERM'", ",'errnoRet':1")]
    [InlineData("'errno':'EPERM','errnoRet':38", ",'errnoRet':1")]
    [InlineData("'errno':'97','errnoRet':38", ",'errnoRet':97")]
    [InlineData("'errno':'','errnoRet':38", ",'errnoRet':38")]
    [InlineData("'errno':null,'errnoRet':38", ",'errnoRet':38")]
    [InlineData("'errno':'ENOTSUP'", ",'errnoRet':95")]
    [InlineData("'errnoRet':38", ",'errnoRet':38")]
    public void An_error_in_words_counts_more_than_the_number(string members, string expected)
    {
        Entries($"{{'names':['a'],'action':'SCMP_ACT_ERRNO',{members}}}").Should().Be($"{{'names':['a'],'action':'SCMP_ACT_ERRNO'{expected}}}");
        Filter($"{{'defaultAction':'SCMP_ACT_ERRNO',{members.Replace("errnoRet", "defaultErrnoRet", StringComparison.Ordinal).Replace("'errno'", "'defaultErrno'", StringComparison.Ordinal)}}}")
            .Should().Be($"{{'defaultAction':'SCMP_ACT_ERRNO'{expected.Replace("errnoRet", "defaultErrnoRet", StringComparison.Ordinal)},'syscalls':[]}}");
    }

    /// <summary>With SCMP_ACT_TRACE it is a message of 16 bits for the tracer, with any other action an error of the kernel's.</summary>
    [Theory]
    [InlineData("SCMP_ACT_TRACE", 65535, null)]
    [InlineData("SCMP_ACT_TRACE", 65536, "at most 65535, not 65536")]
    [InlineData("SCMP_ACT_ERRNO", 4095, null)]
    [InlineData("SCMP_ACT_ERRNO", 4096, "at most 4095, not 4096")]
    public void A_number_is_as_great_as_its_action_takes(string action, uint number, string? bound)
    {
        var entry = FluentActions.Invoking(() => Entries($"{{'names':['a'],'action':'{action}','errnoRet':{number}}}"));
        var byDefault = FluentActions.Invoking(() => Filter($"{{'defaultAction':'{action}','defaultErrnoRet':{number}}}"));
        var inText = FluentActions.Invoking(() => Entries($"{{'names':['a'],'action':'{action}','errno':'{number}'}}"));

        if (bound is null)
        {
            entry.Should().NotThrow().Which.Should().Contain($"'errnoRet':{number}");
            byDefault.Should().NotThrow().Which.Should().Contain($"'defaultErrnoRet':{number}");
            inText.Should().NotThrow().Which.Should().Contain($"'errnoRet':{number}");
        }
        else
        {
            entry.Should().Throw<InterceptorException>().WithMessage($"*: errnoRet must be {bound}");
            byDefault.Should().Throw<InterceptorException>().WithMessage($"*: defaultErrnoRet must be {bound}");
            inText.Should().Throw<InterceptorException>().WithMessage($"*: unknown errno \"{number}\"");
        }
    }

    /// <summary>What Podman's packages install, in short: each entry has every member, most of them empty.</summary>
    [Fact]
    public void The_form_of_Podmans_packages_is_read()
    {
        var read = Read("""
            {
              'defaultAction': 'SCMP_ACT_ERRNO', 'defaultErrnoRet': 38, 'defaultErrno': 'ENOSYS',
              'archMap': [{ 'architecture': 'SCMP_ARCH_X86_64', 'subArchitectures': ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'] }],
              'syscalls': [
                { 'names': ['bdflush', 'uselib'], 'action': 'SCMP_ACT_ERRNO', 'args': [], 'comment': '', 'includes': {}, 'excludes': {}, 'errnoRet': 1, 'errno': 'EPERM' },
                { 'names': ['read', 'write', 'exit_group'], 'action': 'SCMP_ACT_ALLOW', 'args': [], 'comment': '', 'includes': {}, 'excludes': {} }
              ]
            }
            """);

        read.Notes.Should().BeEmpty();
        Sample.Text(read.For([]).Json).Replace('"', '\'').Should().Be(
            "{'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':38,'architectures':['SCMP_ARCH_X86_64','SCMP_ARCH_X86','SCMP_ARCH_X32'],"
            + "'syscalls':[{'names':['bdflush','uselib'],'action':'SCMP_ACT_ERRNO','errnoRet':1},{'names':['read','write','exit_group'],'action':'SCMP_ACT_ALLOW'}]}");
    }

    [Theory]
    [InlineData("'errno':'EPERMIT'", "unknown errno \"EPERMIT\", did you mean \"EPERM\"?")]
    [InlineData("'errno':'-1'", "unknown errno \"-1\"")]
    [InlineData("'errno':1", "errno must be a string")]
    [InlineData("'errno':'4096'", "unknown errno \"4096\"")]
    [InlineData("'errnoRet':4096", "errnoRet must be at most 4095, not 4096")]
    [InlineData("'errnoRet':65536", "errnoRet must be at most 4095, not 65536")]
    [InlineData("'errno':'EPERM','errnoRet':-1", "errnoRet must be a whole number from 0 to 4294967295")]
    public void An_unknown_error_is_refused(string members, string error) =>
        FluentActions.Invoking(() => Entries($"{{'names':['a'],'action':'SCMP_ACT_ERRNO',{members}}}")).Should().Throw<InterceptorException>().WithMessage($"*: {error}");

    /// <summary>The specification wants a runtime to fail, and crun does. Docker and Podman hand it on, and runc passes over it.</summary>
    [Theory]
    [InlineData("'action':'SCMP_ACT_KILL','errnoRet':1", 98, "SCMP_ACT_KILL returns nothing, so it takes no \"errnoRet\"")]
    [InlineData("'action':'SCMP_ACT_KILL_PROCESS','errnoRet':0", 106, "SCMP_ACT_KILL_PROCESS returns nothing, so it takes no \"errnoRet\"")]
    [InlineData("'action':'SCMP_ACT_KILL_THREAD','errnoRet':70000", 105, "SCMP_ACT_KILL_THREAD returns nothing, so it takes no \"errnoRet\"")]
    [InlineData("'action':'SCMP_ACT_ALLOW','errno':'EPERM'", 96, "SCMP_ACT_ALLOW returns nothing, so it takes no \"errno\"")]
    [InlineData("'action':'SCMP_ACT_LOG','errno':'EPERM','errnoRet':1", 113, "SCMP_ACT_LOG returns nothing, so it takes no \"errnoRet\"")]
    [InlineData("'action':'SCMP_ACT_TRAP','errno':'1'", 95, "SCMP_ACT_TRAP returns nothing, so it takes no \"errno\"")]
    public void An_error_beside_an_action_that_returns_none_is_left_out(string members, int column, string note)
    {
        var profile = Read($"{{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{{'names':['a'],{members}}}]}}");

        profile.Notes.Should().Equal($"p:1:{column}: {note}: it is left out");
        profile.Entries.Single().Syscall.ErrnoRet.Should().BeNull();
    }

    [Theory]
    [InlineData("'SCMP_ACT_LOG','defaultErrnoRet':1", 51, "SCMP_ACT_LOG returns nothing, so it takes no \"defaultErrnoRet\"")]
    [InlineData("'SCMP_ACT_KILL','defaultErrnoRet':1", 52, "SCMP_ACT_KILL returns nothing, so it takes no \"defaultErrnoRet\"")]
    [InlineData("'SCMP_ACT_ALLOW','defaultErrno':'EPERM'", 50, "SCMP_ACT_ALLOW returns nothing, so it takes no \"defaultErrno\"")]
    public void An_error_beside_a_default_that_returns_none_is_left_out(string members, int column, string note)
    {
        var profile = Read($"{{'defaultAction':{members}}}");

        profile.Notes.Should().Equal($"p:1:{column}: {note}: it is left out");
        profile.Frame.DefaultErrnoRet.Should().BeNull();
    }

    [Theory]
    [InlineData("'archMap':[{'architecture':'SCMP_ARCH_X86_64','subArchitectures':['SCMP_ARCH_X86']}]", "'architectures':['SCMP_ARCH_X86_64','SCMP_ARCH_X86'],")]
    [InlineData("'archMap':[{'architecture':'SCMP_ARCH_AARCH64'},{'architecture':'SCMP_ARCH_X86_64'}]", "'architectures':['SCMP_ARCH_X86_64'],")]
    [InlineData("'archMap':[{'architecture':'SCMP_ARCH_X86_64','subArchitectures':null}],'architectures':[]", "'architectures':['SCMP_ARCH_X86_64'],")]
    [InlineData("'archMap':[{'architecture':'SCMP_ARCH_X86_64'}],'architectures':null", "'architectures':['SCMP_ARCH_X86_64'],")]
    [InlineData("'archMap':[{'architecture':'SCMP_ARCH_AARCH64'}]", "")]
    [InlineData("'archMap':[]", "")]
    [InlineData("'architectures':['SCMP_ARCH_S390']", "'architectures':['SCMP_ARCH_S390'],")]
    [InlineData("'architectures':[]", "'architectures':[],")]
    [InlineData("'archMap':null,'architectures':['SCMP_ARCH_X86']", "'architectures':['SCMP_ARCH_X86'],")]
    [InlineData("'archMap':[],'architectures':['SCMP_ARCH_X86']", "'architectures':['SCMP_ARCH_X86'],")]
    [InlineData("'archMap':[{'architecture':'SCMP_ARCH_FUTURE','subArchitectures':['SCMP_ARCH_LATER']},{'architecture':'SCMP_ARCH_X86_64'}]", "'architectures':['SCMP_ARCH_X86_64'],")]
    public void A_profile_is_for_the_machines_architectures(string members, string expected) =>
        Filter($"{{'defaultAction':'SCMP_ACT_ALLOW',{members}}}").Should().Be($"{{'defaultAction':'SCMP_ACT_ALLOW',{expected}'syscalls':[]}}");

    [Fact]
    public void Every_member_of_a_filter_is_taken()
    {
        const string Profile = "{'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':38,'architectures':['SCMP_ARCH_X86_64'],'flags':['SECCOMP_FILTER_FLAG_LOG','SECCOMP_FILTER_FLAG_TSYNC'],"
            + "'listenerPath':'/l','listenerMetadata':'m','syscalls':[{'names':['a'],'action':'SCMP_ACT_ERRNO','errnoRet':0,'args':[{'index':5,'value':18446744073709551615,'valueTwo':7,'op':'SCMP_CMP_MASKED_EQ'},{'index':0,'value':0,'op':'SCMP_CMP_NE'}]}]}";
        Filter(Profile).Should().Be(Profile);
    }

    [Theory]
    [InlineData("{'name':'a','action':'SCMP_ACT_LOG'}", "{'names':['a'],'action':'SCMP_ACT_LOG'}")]
    [InlineData("{'name':null,'names':['a','b'],'action':'SCMP_ACT_LOG','args':[]}", "{'names':['a','b'],'action':'SCMP_ACT_LOG'}")]
    [InlineData("{'names':['a'],'action':'SCMP_ACT_LOG','args':null}", "{'names':['a'],'action':'SCMP_ACT_LOG'}")]
    [InlineData("{'name':'','names':['a'],'action':'SCMP_ACT_LOG'}", "{'names':['a'],'action':'SCMP_ACT_LOG'}")]
    [InlineData("{'name':'a','names':[],'action':'SCMP_ACT_LOG'}", "{'names':['a'],'action':'SCMP_ACT_LOG'}")]
    [InlineData("{'name':'a','names':null,'action':'SCMP_ACT_LOG'}", "{'names':['a'],'action':'SCMP_ACT_LOG'}")]
    [InlineData("{'names':['a'],'action':'SCMP_ACT_LOG','errno':null,'errnoRet':null,'comment':null,'includes':{'caps':null,'arches':null,'minKernel':null}}", "{'names':['a'],'action':'SCMP_ACT_LOG'}")]
    public void An_entry_has_names(string entry, string expected) => Entries(entry).Should().Be(expected);

    /// <summary>The readers of Docker and Podman say nothing of either.</summary>
    [Theory]
    [InlineData("{'names':[],'action':'SCMP_ACT_LOG'}", "p:1:47: the entry names no system call, and is ignored")]
    [InlineData("{'names':null,'action':'SCMP_ACT_ERRNO','errno':'EPERM'}", "p:1:47: the entry names no system call, and is ignored")]
    [InlineData("{'name':'','action':'SCMP_ACT_LOG'}", "p:1:47: the entry names no system call, and is ignored")]
    [InlineData("{'action':'SCMP_ACT_LOG'}", "p:1:47: the entry names no system call, and is ignored")]
    [InlineData("{'names':['b'],'action':'SCMP_ACT_LOG','$note':1}", "p:1:86: the unknown member \"$note\" is ignored, as in Docker and Podman")]
    [InlineData("{'names':['b'],'action':'SCMP_ACT_LOG','args':[{'index':0,'value':1,'op':'SCMP_CMP_EQ','why':'x'}]}", "p:1:134: the unknown member \"why\" is ignored, as in Docker and Podman")]
    [InlineData("{'name':'b','action':'SCMP_ACT_LOG'},{'name':'a','action':'SCMP_ACT_LOG'}", "p:1:55: \"name\" is the old form, which is read as in Docker and Podman: want \"names\"")]
    [InlineData("{'names':['b'],'action':'SCMP_ACT_ERRNO','errnoRet':38,'errno':'EPERM'}", "p:1:110: \"errno\": \"EPERM\" (1) overrides \"errnoRet\": 38, as in Podman")]
    [InlineData("{'names':['b'],'action':'SCMP_ACT_ERRNO','errnoRet':0,'errno':'95'}", "p:1:109: \"errno\": \"95\" (95) overrides \"errnoRet\": 0, as in Podman")]
    [InlineData("{'names':['b'],'action':'SCMP_ACT_LOG','includes':{'minkernal':'4.8'}}", "p:1:98: the unknown member \"minkernal\" is ignored, as in Docker and Podman, did you mean \"minKernel\"?")]
    public void What_the_engines_pass_over_is_passed_over_and_that_is_said(string entry, string note) =>
        Read($"{{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{entry},{{'names':['c'],'action':'SCMP_ACT_LOG'}}]}}").Notes.Should().Equal(note);

    [Theory]
    [InlineData("'defaultErrno':'EPERM','defaultErrnoRet':38", 50)]
    [InlineData("'defaultErrno':'ENOSYS','defaultErrnoRet':38", 0)]
    [InlineData("'defaultErrno':'ENOSYS'", 0)]
    [InlineData("'defaultErrno':'','defaultErrnoRet':38", 0)]
    public void A_word_that_overrides_another_number_is_said(string members, int column) =>
        Read($"{{'defaultAction':'SCMP_ACT_ERRNO',{members}}}").Notes.Should().Equal(column == 0 ? [] : new[] { $"p:1:{column}: \"defaultErrno\": \"EPERM\" (1) overrides \"defaultErrnoRet\": 38, as in Podman" });

    [Fact]
    public void A_profile_may_say_what_it_is() =>
        Read("{'$schema':'s','description':'d','defaultAction':'SCMP_ACT_ERRNO'}").Notes.Should().Equal(
            "p:1:2: the unknown member \"$schema\" is ignored, as in Docker and Podman", "p:1:16: the unknown member \"description\" is ignored, as in Docker and Podman");

    [Theory]
    [InlineData("{'name':'a','names':['b'],'action':'SCMP_ACT_LOG'}", "an entry must not have both \"names\" and \"name\"")]
    [InlineData("{'names':['a',''],'action':'SCMP_ACT_LOG'}", "the name of a system call must not be empty")]
    [InlineData("{'name':'a'}", "missing member \"action\"")]
    [InlineData("{'name':'a','action':'SCMP_ACT_LOG','args':[{'index':-1,'value':0,'op':'SCMP_CMP_NE'}]}", "index must be a whole number from 0 to 4294967295")]
    [InlineData("{'name':'a','action':'SCMP_ACT_LOG','args':[{'value':0,'op':'SCMP_CMP_NE'}]}", "missing member \"index\"")]
    [InlineData("{'name':'a','action':'SCMP_ACT_LOG','args':[{'index':0,'op':'SCMP_CMP_NE'}]}", "missing member \"value\"")]
    [InlineData("{'name':'a','action':'SCMP_ACT_LOG','args':[{'index':0,'value':0}]}", "missing member \"op\"")]
    [InlineData("{'name':'a','action':'SCMP_ACT_LOG','args':[{'index':0,'value':0,'op':'NE'}]}", "op must be one of SCMP_CMP_NE, SCMP_CMP_LT, SCMP_CMP_LE, SCMP_CMP_EQ, SCMP_CMP_GE, SCMP_CMP_GT, SCMP_CMP_MASKED_EQ, not \"NE\"")]
    [InlineData("{'name':'a','action':'SCMP_ACT_LOG','excludes':{'minKernel':'four'}}", "minKernel must be a version such as \"4.8\"")]
    [InlineData("{'name':'a','action':'SCMP_ACT_LOG','includes':{'minkernel':'4.8'}}", "unknown member \"minkernel\"*")]
    public void A_wrong_entry_is_refused_on_any_machine(string entry, string error)
    {
        var read = () => Entries(entry);
        read.Should().Throw<InterceptorException>().WithMessage($"p:*: {error}");
    }

    [Theory]
    [InlineData("{}", "missing member \"defaultAction\"")]
    [InlineData("{'defaultAction':null}", "missing member \"defaultAction\"")]
    [InlineData("[]", "a seccomp profile must be a JSON object")]
    [InlineData("{'defaultAction':'SCMP_ACT_LOG','archMap':[{}]}", "missing member \"architecture\"")]
    [InlineData("{'defaultAction':'SCMP_ACT_ERRNO','defaultErrno':'EBLUE'}", "unknown defaultErrno \"EBLUE\"*")]
    [InlineData("{'defaultAction':'SCMP_ACT_LOG','syscalls':[{'name':'a'}]}", "missing member \"action\"")]
    [InlineData("{'defaultAction':'SCMP_ACT_LOG','archMap':[{'architecture':'SCMP_ARCH_X86'}],'architectures':['SCMP_ARCH_X86']}", "a profile must not have both \"architectures\" and \"archMap\"")]
    public void A_profile_that_is_none_is_refused(string profile, string error) =>
        FluentActions.Invoking(() => Filter(profile)).Should().Throw<InterceptorException>().WithMessage($"p:*: {error}");

    [Theory]
    [InlineData("'defaultAction':'{0}'", "SCMP_ACT_ALLOW SCMP_ACT_LOG SCMP_ACT_ERRNO SCMP_ACT_TRACE SCMP_ACT_NOTIFY SCMP_ACT_TRAP SCMP_ACT_KILL SCMP_ACT_KILL_THREAD SCMP_ACT_KILL_PROCESS")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['a'],'action':'{0}'}]", "SCMP_ACT_ALLOW SCMP_ACT_LOG SCMP_ACT_ERRNO SCMP_ACT_TRACE SCMP_ACT_NOTIFY SCMP_ACT_TRAP SCMP_ACT_KILL SCMP_ACT_KILL_THREAD SCMP_ACT_KILL_PROCESS")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['a'],'action':'SCMP_ACT_LOG','args':[{'index':0,'value':0,'op':'{0}'}]}]",
        "SCMP_CMP_NE SCMP_CMP_LT SCMP_CMP_LE SCMP_CMP_EQ SCMP_CMP_GE SCMP_CMP_GT SCMP_CMP_MASKED_EQ")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','flags':['{0}']",
        "SECCOMP_FILTER_FLAG_TSYNC SECCOMP_FILTER_FLAG_LOG SECCOMP_FILTER_FLAG_SPEC_ALLOW SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','architectures':['{0}']",
        "SCMP_ARCH_X86 SCMP_ARCH_X86_64 SCMP_ARCH_X32 SCMP_ARCH_ARM SCMP_ARCH_AARCH64 SCMP_ARCH_MIPS SCMP_ARCH_MIPS64 SCMP_ARCH_MIPS64N32 SCMP_ARCH_MIPSEL SCMP_ARCH_MIPSEL64 SCMP_ARCH_MIPSEL64N32 "
        + "SCMP_ARCH_PPC SCMP_ARCH_PPC64 SCMP_ARCH_PPC64LE SCMP_ARCH_S390 SCMP_ARCH_S390X SCMP_ARCH_PARISC SCMP_ARCH_PARISC64 SCMP_ARCH_RISCV64 SCMP_ARCH_LOONGARCH64 SCMP_ARCH_M68K SCMP_ARCH_SH SCMP_ARCH_SHEB")]
    public void Every_word_of_libseccomp_is_known_and_no_other(string profile, string words)
    {
        foreach (var word in words.Split(' '))
        {
            Filter($"{{{profile.Replace("{0}", word, StringComparison.Ordinal)}}}").Should().Contain($"'{word}'");
        }
        foreach (var other in new[] { "", "SCMP_ACT_", "SCMP_ARCH_X64", words.ToLowerInvariant().Split(' ')[0] })
        {
            FluentActions.Invoking(() => Filter($"{{{profile.Replace("{0}", other, StringComparison.Ordinal)}}}")).Should().Throw<InterceptorException>();
        }
    }

    private static string Entries(string entry, string capabilities = "")
    {
        var filter = Filter($"{{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{entry}]}}", capabilities);
        return filter["{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[".Length..^"]}".Length];
    }

    private static string Filter(string profile, string capabilities = "") =>
        Sample.Text(Read(profile).For([.. capabilities.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Json).Replace('"', '\'');

    private static SeccompProfile Read(string profile) => SeccompProfileReader.Read("p", Encoding.UTF8.GetBytes(profile.Replace('\'', '"')), new FakeHost());
}
