using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Rules;

namespace OciInterceptor.Tests.Policy;

public sealed class FactTemplateTests
{
    private const string Document = "{'process':{'env':['A=1','TEAM=red']},'hostname':'web-1','annotations':{'team':'red','up':'..','path':'a/b','list':'a,b','option':'-x','long':'LONG','nul':'','line':'a\\nb','text':'any text, at all: $x ${x}'}}";

    [Theory]
    [InlineData("${container.id}", "c1")]
    [InlineData("${host.name}/${container.id}", "machine/c1")]
    [InlineData("${container.hostname}", "web-1")]
    [InlineData("${annotation:team}", "red")]
    [InlineData("${annotation:team|r*}!", "red!")]
    [InlineData("${annotation:text}", "any text, at all: $x ${x}")]
    [InlineData("${annotation:nul}", "")]
    [InlineData("$${container.id}", "${container.id}")]
    [InlineData("$$${container.id}", "$${container.id}")]
    [InlineData("$x $ {} } $", "$x $ {} } $")]
    public void A_variable_may_have_facts_in_its_value(string value, string expected) =>
        RuleRun.On($"{{'type':'env','force':{{'F':'{value}'}}}}", Document)
            .Should().Be(Document.Replace("'TEAM=red'", $"'TEAM=red','F={expected}'", StringComparison.Ordinal));

    [Theory]
    [InlineData("${annotation:team|r*}", "/srv/red")]
    [InlineData("${annotation:team|[a-z]*}", "/srv/red")]
    [InlineData("${container.hostname|*}", "/srv/web-1")]
    [InlineData("${env:TEAM|red}", "/srv/red")]
    [InlineData("${container.id}", "/srv/c1")]
    [InlineData("${host.name}/x", "/srv/machine/x")]
    public void A_path_may_have_facts_in_it(string part, string source) =>
        RuleRun.On($"{{'type':'mounts','add':[{{'destination':'/d','source':'/srv/{part}','options':['bind']}}]}}", Document).Should().Contain($"'source':'{source}'");

    /// <summary>Whatever the pattern says, an author's text leads nowhere else and adds no option.</summary>
    [Theory]
    [InlineData("${annotation:up|*}", "annotation:up must be at most 128 letters*")]
    [InlineData("${annotation:path|*}", "annotation:path must be at most 128 letters*")]
    [InlineData("${annotation:list|*}", "annotation:list must be at most 128 letters*")]
    [InlineData("${annotation:option|*}", "annotation:option must be at most 128 letters*")]
    [InlineData("${annotation:long|*}", "annotation:long must be at most 128 letters*")]
    [InlineData("${annotation:nul|*}", "annotation:nul must be at most 128 letters*")]
    [InlineData("${annotation:line|*}", "annotation:line must be at most 128 letters*")]
    [InlineData("${annotation:team|b*}", "annotation:team does not match b?")]
    [InlineData("${annotation:none|*}", "the container has no annotation:none")]
    [InlineData("${docker.label:team|*}", "cannot find the container \"c1\" in Docker's state*")]
    public void A_value_that_is_not_a_plain_word_of_the_pattern_refuses(string part, string message)
    {
        var document = Document.Replace("LONG", new string('a', 129), StringComparison.Ordinal);

        foreach (var mount in new[] { $"'source':'/srv/{part}','options':['bind']", $"'type':'tmpfs','options':['mode={part}']" })
        {
            FluentActions.Invoking(() => RuleRun.On($"{{'type':'mounts','add':[{{'destination':'/d',{mount}}}]}}", document))
                .Should().Throw<InterceptorException>().WithMessage("*cannot apply the rule \"mounts\" (mounts): *" + message);
        }
    }

    /// <summary>What a whole path exposes is judged with the container's own value.</summary>
    [Fact]
    public void A_path_is_checked_as_it_is_for_the_container()
    {
        const string rule = "{'type':'mounts','add':[{'destination':'/d','source':'/var/lib/${annotation:team|*}','options':['bind']}]}";

        RuleRun.On(rule, "{'annotations':{'team':'red'}}").Should().Contain("/var/lib/red");
        FluentActions.Invoking(() => RuleRun.On(rule, "{'annotations':{'team':'docker'}}")).Should().Throw<InterceptorException>()
            .WithMessage("*/var/lib/docker exposes the host's /var/lib/docker*");
    }

    [Theory]
    [InlineData("'type':'env','force':{'A':'${HOME}'}", "unknown fact \"HOME\"; write $${ for a \"${\" that is meant literally")]
    [InlineData("'type':'env','force':{'A':'${container.ids}'}", "unknown fact \"container.ids\", did you mean \"container.id\"?; write $${ for a \"${\" that is meant literally")]
    [InlineData("'type':'env','force':{'A':'${container.id'}", "a fact without its end: ${container.id")]
    [InlineData("'type':'env','force':{'A':'${annotation}'}", "the fact annotation needs a name: ${annotation:NAME}")]
    [InlineData("'type':'env','force':{'A':'${annotation:}'}", "the fact annotation needs a name: ${annotation:NAME}")]
    [InlineData("'type':'env','force':{'A':'${container.id:x}'}", "the fact container.id takes no name")]
    [InlineData("'type':'env','force':{'A':'${container.id|}'}", "the fact container.id has an empty pattern")]
    [InlineData("'type':'env','force':{'A':'${env:B}'}", "a rule of type env cannot take env:B: its result would change with each application")]
    [InlineData("'type':'annotations','set':{'a':'${annotation:b|*}'}", "a rule of type annotations cannot take annotation:b: its result would change with each application")]
    [InlineData("'type':'annotations','set':{'io.kubernetes.pod.name':'${pod.name|*}x'}", "a rule of type annotations cannot take pod.name: its result would change with each application")]
    [InlineData("'type':'annotations','set':{'a':'${pod.namespace|*}'}", "a rule of type annotations cannot take pod.namespace: its result would change with each application")]
    [InlineData("'type':'annotations','set':{'a':'${pod.uid|*}'}", "a rule of type annotations cannot take pod.uid: its result would change with each application")]
    [InlineData("'type':'annotations','set':{'a':'${container.name|*}'}", "a rule of type annotations cannot take container.name: its result would change with each application")]
    [InlineData("'type':'annotations','set':{'a':'${container.image|*}'}", "a rule of type annotations cannot take container.image: its result would change with each application")]
    [InlineData("'type':'env','force':{'A':'${container.id|[}]}'}", "the fact container.id has an unclosed \"[\" in its pattern \"[\": write \\[ for a literal one; a pattern cannot hold \"}\"")]
    [InlineData("'type':'env','force':{'A':'${annotation:team|x[!]}'}", "the fact annotation:team has an unclosed \"[\" in its pattern \"x[!]\": write \\[ for a literal one; a pattern cannot hold \"}\"")]
    [InlineData("'type':'mounts','add':[{'destination':'/m/${annotation:a|*}','type':'tmpfs'},{'destination':'/m/${annotation:a|*}','type':'tmpfs'}]", "two mounts for /m/${annotation:a|*}")]
    [InlineData("'type':'annotations','set':{'a':'${env:B}'}", "env:B is not controlled by the operator: want a pattern, such as ${env:B|[a-z]*}")]
    [InlineData("'type':'mounts','add':[{'destination':'/d/${docker.name}','type':'tmpfs'}]", "docker.name is not controlled by the operator: want a pattern, such as ${docker.name|[a-z]*}")]
    [InlineData("'type':'mounts','add':[{'destination':'/d','source':'${container.hostname|*}','options':['bind']}]", "\"${container.hostname|*}\" must be an absolute path")]
    public void A_fact_that_cannot_be_meant_is_an_error_when_the_policy_is_read(string rule, string error) =>
        RuleRun.ErrorOf($"{{{rule}}}").Should().Be(error);

    /// <summary>Which kind of mount it is decides what it opens: no value does, not the operator's either.</summary>
    [Theory]
    [InlineData("'type':'${annotation:a|*}','source':'/srv'", "the type of a mount cannot have facts: by it a file system of the container's own would become a bind of the host's")]
    [InlineData("'type':'tmp${annotation:a|fs}','source':'/srv'", "the type of a mount cannot have facts: by it a file system of the container's own would become a bind of the host's")]
    [InlineData("'type':'${host.name}','source':'/srv'", "the type of a mount cannot have facts: by it a file system of the container's own would become a bind of the host's")]
    [InlineData("'type':'tmpfs','source':'/srv','options':['ro','${annotation:a|*}']", "the mount option \"${annotation:a|*}\" can have facts only after \"=\": the words before it say which kind of mount it is")]
    [InlineData("'type':'tmpfs','source':'/srv','options':['${annotation:a|?}bind']", "the mount option \"${annotation:a|?}bind\" can have facts only after \"=\": the words before it say which kind of mount it is")]
    [InlineData("'type':'overlay','options':['${annotation:a|*}=/srv']", "the mount option \"${annotation:a|*}=/srv\" can have facts only after \"=\": the words before it say which kind of mount it is")]
    [InlineData("'type':'tmpfs','options':['mode=${annotation:a|[0-7]*}','size=${annotation:a|[0-9]*}m']", "")]
    public void No_fact_says_which_kind_of_mount_it_is(string members, string error) =>
        RuleRun.ErrorOf($"{{'type':'mounts','add':[{{'destination':'/d',{members}}}]}}").Should().Be(error);

    [Theory]
    [InlineData("${annotation:a|*}", "${annotation:b|*}")]
    [InlineData("${annotation:a|*}", "${env:a|*}")]
    [InlineData("${container.id}", "${host.name}")]
    public void Two_facts_are_two_values_when_the_policy_is_read(string one, string other) =>
        RuleRun.ErrorOf($"{{'type':'mounts','add':[{{'destination':'/m/{one}','type':'tmpfs'}},{{'destination':'/m/{other}','type':'tmpfs'}}]}}").Should().BeEmpty();

    [Theory]
    [InlineData("[]]*")]
    [InlineData("[!]]*")]
    [InlineData("\\\\[*")]
    [InlineData("[\\\\]*")]
    public void A_set_that_is_closed_or_a_bracket_that_is_meant_literally_is_a_pattern(string pattern) =>
        RuleRun.ErrorOf($"{{'type':'env','force':{{'A':'${{container.id|{pattern}}}'}}}}").Should().BeEmpty();

    /// <summary>An argument after the program's name and a variable's value, and never what says which code runs.</summary>
    [Theory]
    [InlineData("'args':['h','--id=${container.id}','${annotation:team|r*}']", "'args':['h','--id=c1','red']")]
    [InlineData("'args':['${container.id}','x']", "'args':['${container.id}','x']")]
    [InlineData("'env':['OI_TEAM=${annotation:team|*}','OI_A=$${b}','OI_N=${host.name}=x']", "'env':['OI_TEAM=red','OI_A=${b}','OI_N=machine=x']")]
    [InlineData("'env':['${container.id}=x']", "'env':['${container.id}=x']")]
    [InlineData("'env':['PATH=/bin','LD_PRELOAD=/x.so']", "'env':['PATH=/bin','LD_PRELOAD=/x.so']")]
    public void A_hook_may_have_facts_in_what_it_is_told(string members, string expected)
    {
        var after = RuleRun.On($"{{'type':'hooks','add':{{'prestart':[{{'path':'/usr/bin/h',{members}}}]}}}}", Document);

        after.Should().Contain($"'hooks':{{'prestart':[{{'path':'/usr/bin/h',{expected}");
    }

    [Theory]
    [InlineData("'args':['h','${annotation:up|*}']", "annotation:up must be at most 128 letters*")]
    [InlineData("'args':['h','-${annotation:option|*}']", "annotation:option must be at most 128 letters*")]
    [InlineData("'env':['OI_A=${annotation:list|*}']", "annotation:list must be at most 128 letters*")]
    [InlineData("'env':['OI_A=${annotation:line|*}']", "annotation:line must be at most 128 letters*")]
    [InlineData("'env':['OI_A=${annotation:none|*}']", "the container has no annotation:none")]
    [InlineData("'env':['OI_A=${annotation:team|b*}']", "annotation:team does not match b?")]
    public void A_hook_is_told_no_more_than_plain_words_of_the_pattern(string members, string message) =>
        FluentActions.Invoking(() => RuleRun.On($"{{'type':'hooks','add':{{'poststop':[{{'path':'/usr/bin/h',{members}}}]}}}}", Document))
            .Should().Throw<InterceptorException>().WithMessage("*cannot apply the rule \"hooks\" (hooks): " + message);

    [Theory]
    [InlineData("LD_PRELOAD", true)]
    [InlineData("LD_LIBRARY_PATH", true)]
    [InlineData("PATH", true)]
    [InlineData("PYTHONPATH", true)]
    [InlineData("PERL5LIB", true)]
    [InlineData("PYTHONHOME", true)]
    [InlineData("PYTHONSTARTUP", true)]
    [InlineData("ENV", true)]
    [InlineData("BASH_ENV", true)]
    [InlineData("PYTHONUSERBASE", true)]
    [InlineData("XTABLES_LIBDIR", true)]
    [InlineData("PERL5OPT", true)]
    [InlineData("NODE_OPTIONS", true)]
    [InlineData("DOTNET_STARTUP_HOOKS", true)]
    [InlineData("TEAM", true)]
    [InlineData("OI", true)]
    [InlineData("oi_TEAM", true)]
    [InlineData("OI_TEAM", false)]
    public void No_fact_finds_the_code_that_a_hook_runs(string name, bool isError) =>
        RuleRun.ErrorOf($"{{'type':'hooks','add':{{'prestart':[{{'path':'/usr/bin/h','env':['{name}=/x/${{host.name}}']}}]}}}}")
            .Should().Be(isError ? $"a hook's variable {name} cannot have facts in its value: only those whose names begin with OI_ can, as others may decide which code runs on the host" : "");

    /// <summary>Runtimes run hooks in the bundle, where such a name leads to files of the image.</summary>
    [Theory]
    [InlineData("rootfs", "'args':['h','--dir','${annotation:x|*}']", "rootfs", "rootfs")]
    [InlineData("./rootfs/", "'args':['h','--dir=${annotation:x|*}/lib']", "rootfs", "--dir=rootfs/lib")]
    [InlineData("layers/merged", "'env':['OI_D=${annotation:x|*}']", "layers", "layers")]
    [InlineData("/run/bundle/rootfs", "'args':['h','${annotation:x|*}']", "rootfs", "rootfs")]
    [InlineData("/run/bundle/rootfs/", "'args':['h','${annotation:x|*}fs']", "root", "rootfs")]
    [InlineData("rootfs", "'args':['h','${annotation:x|*}']", "root", null)]
    [InlineData("/run/bundle/rootfs", "'args':['h','${annotation:x|*}']", "bundle", null)]
    [InlineData(".", "'args':['h','${annotation:x|*}']", "a.b", null)]
    public void No_fact_leads_a_hook_into_the_image(string root, string members, string value, string? refused)
    {
        var apply = FluentActions.Invoking(() => RuleRun.On($"{{'type':'hooks','add':{{'createRuntime':[{{'path':'/usr/bin/h',{members}}}]}}}}", $"{{'root':{{'path':'{root}'}},'annotations':{{'x':'{value}'}}}}"));

        if (refused is null)
        {
            apply.Should().NotThrow();
        }
        else
        {
            apply.Should().Throw<InterceptorException>().WithMessage($"*: a hook cannot be passed \"{refused}\": it contains *, which in the bundle leads to the container's root file system");
        }
    }

    /// <summary>Docker takes such a label, from an image too. A document with it is one that readers end at different places.</summary>
    [Theory]
    [InlineData("'type':'env','force':{'A':'${docker.label:X}'}")]
    [InlineData("'type':'env','default':{'A':'x${docker.label:X|*}'}")]
    [InlineData("'type':'annotations','set':{'A':'${docker.label:X|*}'}")]
    [InlineData("'type':'mounts','add':[{'destination':'/${docker.label:X|*}','type':'tmpfs'}]")]
    [InlineData("'type':'mounts','add':[{'destination':'/x','type':'tmpfs','options':['size=${docker.label:X|*}']}]")]
    [InlineData("'type':'hooks','add':{'poststop':[{'path':'/h','args':['h','${docker.label:X|*}']}]}")]
    [InlineData("'type':'apparmor','profile':'a${docker.label:X|*}'")]
    [InlineData("'type':'selinux','label':'u:r:t:s0${docker.label:X|*}'")]
    public void The_character_nought_in_a_label_is_an_error_that_names_the_fact(string rule)
    {
        var id = new string('a', 64);
        var path = $"/var/lib/docker/containers/{id}/config.v2.json";
        var host = new FakeHost { Files = { [path] = Encoding.UTF8.GetBytes($"{{\"ID\":\"{id}\",\"Config\":{{\"Labels\":{{\"X\":\"a\\u0000b\"}}}}}}") } };
        var file = PolicyFileReader.Read("p.json", Encoding.UTF8.GetBytes($"{{'rules':[{{{rule}}}]}}".Replace('\'', '"')), host);
        var policy = new EffectivePolicy(file.Settings, file.Rules);

        policy.Apply(new OciInterceptor.Spec.RuntimeSpec(Sample.Object("""{"process":{"args":["sh"]}}""")), "create", id, host)
            .Refusal!.Message.Should().EndWith("docker.label:X has the character U+0000, which no value may have");
    }

    [Theory]
    [InlineData("'type':'apparmor','profile':'team-${annotation:team|[a-z]*}'", "'apparmorProfile':'team-red'")]
    [InlineData("'type':'apparmor','profile':'${container.id}'", "'apparmorProfile':'c1'")]
    [InlineData("'type':'selinux','label':'system_u:system_r:container_t:s0:c${annotation:number|[0-9]*}'", "'selinuxLabel':'system_u:system_r:container_t:s0:c7'")]
    [InlineData("'type':'selinux','label':'system_u:system_r:${annotation:kind|container_*_t}:s0'", "'selinuxLabel':'system_u:system_r:container_init_t:s0'")]
    public void A_fact_may_choose_among_the_profiles_of_a_pattern(string rule, string expected) =>
        RuleRun.On($"{{{rule}}}", "{'process':{'args':['sh']},'annotations':{'team':'red','number':'7','kind':'container_init_t'}}").Should().Contain(expected);

    [Theory]
    [InlineData("'type':'apparmor','profile':'${annotation:a|*}'", "unconfined", "no fact may choose the AppArmor profile \"unconfined\"")]
    [InlineData("'type':'apparmor','profile':'un${annotation:a|*}'", "confined", "no fact may choose the AppArmor profile \"unconfined\"")]
    [InlineData("'type':'apparmor','profile':':n:${annotation:a|*}'", "unconfined", "no fact may choose the AppArmor profile \"unconfined\"")]
    [InlineData("'type':'apparmor','profile':'base//&${annotation:a|*}'", "unconfined", "no fact may choose the AppArmor profile \"unconfined\"")]
    [InlineData("'type':'apparmor','profile':'${annotation:a|*}//&base'", "unconfined", "no fact may choose the AppArmor profile \"unconfined\"")]
    [InlineData("'type':'apparmor','profile':'base //& un${annotation:a|*} //&c'", "confined", "no fact may choose the AppArmor profile \"unconfined\"")]
    [InlineData("'type':'apparmor','profile':'base//&:n:${annotation:a|*}'", "unconfined", "no fact may choose the AppArmor profile \"unconfined\"")]
    [InlineData("'type':'apparmor','profile':'  ${annotation:a|*} '", "unconfined", "no fact may choose the AppArmor profile \"unconfined\"")]
    [InlineData("'type':'apparmor','profile':':n: ${annotation:a|*}'", "unconfined", "no fact may choose the AppArmor profile \"unconfined\"")]
    [InlineData("'type':'apparmor','profile':'${annotation:a|*}'", "a//&b", "annotation:a must be at most 128 letters*")]
    [InlineData("'type':'apparmor','profile':'t-${annotation:a|[a-z]*}'", "X", "annotation:a does not match [[]a-z]?")]
    [InlineData("'type':'selinux','label':'u:r:${annotation:a|*}:s0'", "unconfined_t", "no fact may choose the SELinux type \"unconfined_t\", which confines nothing")]
    [InlineData("'type':'selinux','label':'u:r:${annotation:a|*}:s0'", "spc_t", "no fact may choose the SELinux type \"spc_t\", which confines nothing")]
    [InlineData("'type':'selinux','label':'u:r:${annotation:a|*}_t:s0'", "spc", "no fact may choose the SELinux type \"spc_t\", which confines nothing")]
    [InlineData("'type':'selinux','label':'u:r:container_t:s0:c${annotation:a|*}'", "1,c2", "annotation:a must be at most 128 letters*")]
    [InlineData("'type':'selinux','label':'u:r:container_t:s0:c${annotation:a|[0-9]*}'", "0.c1023", "annotation:a must have none of the characters .-, which separate parts of the value")]
    [InlineData("'type':'selinux','label':'u:r:container_t:s${annotation:a|[0-9]*}'", "0-s15", "annotation:a must have none of the characters .-, which separate parts of the value")]
    [InlineData("'type':'selinux','label':'u:r:container_t:${annotation:a|*}'", "s0:c1", "annotation:a must be at most 128 letters*")]
    public void No_fact_takes_the_confinement_away(string rule, string value, string message) =>
        FluentActions.Invoking(() => RuleRun.On($"{{{rule}}}", $"{{'process':{{'args':['sh']}},'annotations':{{'a':'{value}'}}}}"))
            .Should().Throw<InterceptorException>().WithMessage("*cannot apply the rule *: " + message.Replace("[[]", "[", StringComparison.Ordinal));

    [Theory]
    [InlineData("'type':'apparmor','profile':'${annotation:a}'", "annotation:a is not controlled by the operator: want a pattern, such as ${annotation:a|[a-z]*}")]
    [InlineData("'type':'selinux','label':'u:r:t:${env:A}'", "env:A is not controlled by the operator: want a pattern, such as ${env:A|[a-z]*}")]
    [InlineData("'type':'hooks','add':{'prestart':[{'path':'/h','args':['h','${docker.name}']}]}", "docker.name is not controlled by the operator: want a pattern, such as ${docker.name|[a-z]*}")]
    [InlineData("'type':'deny','when':{'verb':'create'},'message':'${container.names}'", "unknown fact \"container.names\", did you mean \"container.name\"?; write $${ for a \"${\" that is meant literally")]
    public void A_foreign_fact_needs_a_pattern_where_a_program_reads_it(string rule, string error) => RuleRun.ErrorOf($"{{{rule}}}").Should().Be(error);

    /// <summary>A denial holds whatever its message can say, and one line tells it.</summary>
    [Theory]
    [InlineData("use team ${annotation:team} of ${container.id}", "use team red of c1")]
    [InlineData("${annotation:none}!", "(the container has no annotation:none)!")]
    [InlineData("${annotation:team|b*}", "(annotation:team does not match b*)")]
    [InlineData("${docker.name}", "(cannot find the container \"c1\" in Docker's state: want /var/lib/docker/containers/c1/config.v2.json)")]
    [InlineData("${annotation:line}", "a\\u000ab")]
    [InlineData("${annotation:escape}", "\\u001b[31m\\u202ex\\u2028")]
    [InlineData("${annotation:password}", "…")]
    [InlineData("${annotation:token-like}", "…")]
    [InlineData("${annotation:io.kubernetes.cri.image-name}", "…")]
    [InlineData("${container.image}", "registry.example/auth-service:1")]
    [InlineData("${env:TEAM}", "red")]
    [InlineData("$${x}", "${x}")]
    public void A_denials_message_is_made_fit_for_a_line(string message, string expected)
    {
        const string document = """{"process":{"env":["TEAM=red"]},"annotations":{"team":"red","line":"a\nb","escape":"\u001b[31m\u202ex\u2028","io.kubernetes.cri.image-name":"registry.example/auth-service:1","password":"x","token-like":"ghp_0123456789abcdefghij"}}""";

        Denied(message, document).Should().Be(expected);
    }

    [Theory]
    [InlineData(256, false)]
    [InlineData(257, true)]
    [InlineData(100_000, true)]
    public void A_denials_message_cannot_be_filled_by_an_author(int length, bool isCut)
    {
        var text = new string('a', length);

        Denied("${annotation:a}", $$$"""{"annotations":{"a":"{{{text}}}"}}""").Should().Be(isCut ? text[..256] + "…" : text);
        Denied("${annotation:a|b}", $$$"""{"annotations":{"a":"{{{text}}}"}}""").Should().Be("(annotation:a does not match b)");
    }

    [Fact]
    public void A_message_is_not_cut_within_a_character() =>
        Denied("${annotation:a}", $$$"""{"annotations":{"a":"{{{new string('a', 255)}}}😀"}}""").Should().Be(new string('a', 255) + "…");

    /// <summary>An exec carries no annotations; the denial of it must not hang on its message.</summary>
    [Fact]
    public void A_denial_holds_for_an_exec_whatever_its_message_says() =>
        FluentActions.Invoking(() => RuleRun.OnExec("{'type':'deny','when':{'user':'0'},'message':'no ${annotation:team} here'}", "{'user':{'uid':0}}"))
            .Should().Throw<InterceptorException>().WithMessage("denied by the rule *: no (the container has no annotation:team) here (when *");

    private static string? Denied(string message, string document)
    {
        var file = PolicyFileReader.Read("p.json", Encoding.UTF8.GetBytes($$$"""{"rules":[{"type":"deny","when":{"verb":"create"},"onError":"skip","message":"{{{message}}}"}]}"""), new FakeHost());
        return new EffectivePolicy(file.Settings, file.Rules).Apply(new OciInterceptor.Spec.RuntimeSpec(Sample.Object(document)), "create", "c1", new FakeHost()).Decisions.Single().Reason;
    }

    // No author chooses a file that is read, a program that runs, or a name of a variable.
    [Theory]
    [InlineData("{'type':'seccomp','profile':'/etc/${annotation:a|*}.json'}", "*cannot read /etc/${annotation:a|?}.json*")]
    [InlineData("{'type':'hooks','add':{'prestart':[{'path':'/usr/bin/${annotation:a|*}'}]}}", "")]
    [InlineData("{'type':'env','force':{'${container.id}':'x'}}", "")]
    public void Elsewhere_the_text_is_as_it_is_written(string rule, string error) => (RuleRun.ErrorOf(rule) + "!").Should().Match(error + "!");

    [Fact]
    public void An_exec_has_the_facts_of_the_call_and_those_of_the_configuration_leave_it_alone()
    {
        RuleRun.OnExec("{'type':'env','force':{'A':'${container.id}'}}", "{'env':[]}").Should().Be("{'env':['A=c1']}");
        RuleRun.OnExec("{'type':'env','force':{'A':'${container.hostname}'}}", "{'env':[]}").Should().Be("{'env':[]}");
    }

    [Fact]
    public void What_a_file_adds_is_there_beside_what_facts_make()
    {
        var host = new FakeHost { Files = { ["/f.json"] = """{"hooks":{"prestart":[{"path":"/from-file"}]}}"""u8.ToArray() } };
        var file = PolicyFileReader.Read("p.json", """{"rules":[{"type":"hooks","add":{"prestart":[{"path":"/a","args":["a","${container.id}"]}]},"file":"/f.json"}]}"""u8.ToArray(), host);

        var verdict = new EffectivePolicy(file.Settings, file.Rules).Apply(new OciInterceptor.Spec.RuntimeSpec(Sample.Object("{}")), "create", "c1", host);

        Sample.Text(verdict.Document!).Should().Contain("/from-file").And.Contain("\"c1\"");
    }

    [Fact]
    public void A_rule_that_lacks_a_fact_may_be_skipped()
    {
        var file = PolicyFileReader.Read("p.json", Encoding.UTF8.GetBytes("""{"rules":[{"type":"env","onError":"skip","default":{"T":"${annotation:team}"}}]}"""), new FakeHost());

        new EffectivePolicy(file.Settings, file.Rules).Apply(new OciInterceptor.Spec.RuntimeSpec(Sample.Object("{}")), "create", "c1", new FakeHost())
            .Decisions.Single().Should().BeEquivalentTo(new { Outcome = Outcome.Skipped, Reason = "the container has no annotation:team" });
    }
}
