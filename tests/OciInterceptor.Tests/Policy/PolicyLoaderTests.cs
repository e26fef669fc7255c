using OciInterceptor.Evidence;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;

namespace OciInterceptor.Tests.Policy;

/// <summary>Which files make a policy, and in which order; double quotes are written as single ones.</summary>
public sealed class PolicyLoaderTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    private PolicyLoader Loader => new(new PolicyPaths(_root.Path), new FakeHost());

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Rules_come_from_the_file_then_the_directory_then_profiles_then_flags()
    {
        Write("config.json", "'profiles':['one'],'rules':[@]", "config");
        Write("conf.d/b.json", "'profiles':['two'],'rules':[@]", "b");
        Write("conf.d/a.json", "'rules':[@]", "a");
        Write("conf.d/B.json", "'rules':[@]", "B");
        Write("conf.d/b.json.bak", "'rules':[@]", "bak");
        Write("conf.d/b.jsonx", "'rules':[@]", "x");
        Write("profiles/one.json", "'rules':[@]", "one");
        Write("profiles/two.json", "'rules':[@]", "two");
        Write("profiles/three.json", "'rules':[@]", "three");
        Write("profiles/unused.json", "'rules':[@]", "unused");

        RulesFor("--oi-env A=1 --oi-profile three").Should().Equal("config", "B", "a", "b", "one", "two", "three", "env");
    }

    [Fact]
    public void The_file_of_the_flag_takes_the_place_of_the_others_but_not_of_profiles()
    {
        Write("config.json", "'rules':[@]", "config");
        Write("conf.d/a.json", "'rules':[@]", "a");
        Write("profiles/one.json", "'rules':[@]", "one");
        Write("named.json", "'profiles':['one'],'rules':[@]", "named");

        RulesFor($"--oi-config {_root["named.json"]}").Should().Equal("named", "one");
    }

    [Fact]
    public void Comments_may_show_in_the_ending_of_every_file()
    {
        Write("config.jsonc", "'profiles':['one'],'rules':[@]", "config");
        Write("conf.d/b.json", "'rules':[@]", "b");
        Write("conf.d/a.jsonc", "'rules':[@]", "a-with-comments");
        Write("conf.d/a.json", "'rules':[@]", "a");
        Write("profiles/one.jsonc", "'rules':[@]", "one");

        RulesFor("").Should().Equal("config", "a", "a-with-comments", "b", "one");
        Loader.Profiles.Should().Contain(("one", _root["profiles/one.jsonc"]));
    }

    [Theory]
    [InlineData("config", "")]
    [InlineData("profiles/one", "--oi-profile one")]
    public void A_file_with_both_endings_is_refused(string name, string flags)
    {
        Write($"{name}.json", "'rules':[@]", "one");
        Write($"{name}.jsonc", "'rules':[@]", "other");

        FluentActions.Invoking(() => RulesFor(flags)).Should().Throw<InterceptorException>()
            .WithMessage($"cannot choose between {_root[name]}.json and {_root[name]}.jsonc: remove one of them");
    }

    [Fact]
    public void What_is_not_read_is_known_unless_a_flag_names_the_policy()
    {
        Write("conf.d/a.yaml", "");
        Write("named.json", "");

        Loader.NotRead(RawArguments.Of("create").Options).Select(unread => unread.Path).Should().Equal(_root["conf.d/a.yaml"], _root["conf.d"]);
        Loader.NotRead(RawArguments.Of($"--oi-config {_root["named.json"]} create").Options).Should().BeEmpty();
    }

    [Theory]
    [InlineData("'one','one'", "", "", "one")]
    [InlineData("'one','two','one'", "", "", "one two")]
    [InlineData("'one','two'", "'two','one'", "", "one two")]
    [InlineData("'two'", "'one','two'", "", "two one")]
    [InlineData("'two','one'", "", "--oi-profile one --oi-profile two", "two one")]
    [InlineData("", "", "--oi-profile one --oi-profile two --oi-profile one", "one two")]
    [InlineData("", "'two'", "--oi-profile one", "two one")]
    public void A_profile_counts_once_where_it_is_named_first(string config, string directory, string flags, string rules)
    {
        Write("config.json", $"'profiles':[{config}]");
        Write("conf.d/a.json", $"'profiles':[{directory}]");
        Write("profiles/one.json", "'rules':[@]", "one");
        Write("profiles/two.json", "'rules':[@]", "two");

        RulesFor(flags).Should().Equal(rules.Split(' '));
    }

    [Theory]
    [InlineData("'profiles':['two']")]
    [InlineData("'rules':[],'profiles':['own']")]
    public void A_profile_cannot_name_profiles(string profile)
    {
        Write("profiles/own.json", profile);
        Write("profiles/two.json", "");
        var place = $"{_root["profiles/own.json"]}:1:{profile.IndexOf("['", StringComparison.Ordinal) + 2}";

        FluentActions.Invoking(() => RulesFor("--oi-profile own")).Should().Throw<InterceptorException>().WithMessage($"{place}: a profile cannot name profiles");
        FluentActions.Invoking(() => Loader.ReadProfile("own")).Should().Throw<InterceptorException>().WithMessage($"{place}: a profile cannot name profiles");
    }

    [Fact]
    public void A_profile_may_have_an_empty_list_of_profiles()
    {
        Write("profiles/own.json", "'profiles':[],'rules':[@]", "own");
        RulesFor("--oi-profile own").Should().Equal("own");
    }

    [Fact]
    public void A_profile_that_is_unknown_is_refused_where_it_is_named()
    {
        var cause = $"unknown profile hardned: found neither {_root["profiles/hardned.json"]} nor a built-in one, did you mean \"hardened\"?";
        FluentActions.Invoking(() => RulesFor("--oi-profile hardned")).Should().Throw<InterceptorException>().Which.Message.Should().Be(cause);

        Write("config.json", "'profiles':['hardened','hardned']");
        FluentActions.Invoking(() => RulesFor("")).Should().Throw<InterceptorException>().Which.Message.Should().Be($"{_root["config.json"]}:1:25: {cause}");
    }

    [Fact]
    public void An_invalid_name_of_a_profile_is_refused_where_it_is_named()
    {
        Write("config.json", "'profiles':['../x']");
        FluentActions.Invoking(() => RulesFor("")).Should().Throw<InterceptorException>().Which.Message.Should().StartWith($"{_root["config.json"]}:1:14: invalid profile name \"../x\"");
    }

    [Fact]
    public void An_error_in_a_profile_has_its_place_there()
    {
        Write("config.json", "'profiles':['own']");
        Write("profiles/own.json", "'rulse':[]");
        FluentActions.Invoking(() => RulesFor("")).Should().Throw<InterceptorException>().Which.Message.Should()
            .Be($"{_root["profiles/own.json"]}:1:2: unknown member \"rulse\", did you mean \"rules\"?");
    }

    [Fact]
    public void A_profile_of_the_operators_hides_one_that_comes_with_the_program()
    {
        RulesFor("--oi-profile hardened").Should().HaveCountGreaterThan(1);
        Write("profiles/hardened.json", "'rules':[@]", "mine");
        RulesFor("--oi-profile hardened").Should().Equal("mine");
        Write("profiles/zzz.json", "");
        Write("profiles/aaa.json", "");
        Loader.Profiles.Should().Equal(
            ("aaa", _root["profiles/aaa.json"]), ("ctf", "built in"), ("guardian-kvm", "built in"), ("hardened", _root["profiles/hardened.json"]),
            ("pss-baseline", "built in"), ("pss-restricted", "built in"), ("shield", "built in"), ("zzz", _root["profiles/zzz.json"]));
    }

    [Fact]
    public void A_profile_that_is_a_link_to_nothing_is_not_looked_for_elsewhere()
    {
        Directory.CreateDirectory(_root["profiles"]);
        File.CreateSymbolicLink(_root["profiles/hardened.json"], "missing");
        FluentActions.Invoking(() => RulesFor("--oi-profile hardened")).Should().Throw<InterceptorException>()
            .WithMessage($"cannot read the policy {_root["profiles/hardened.json"]}: {Errno.Message(Errno.ENOENT)}");
    }

    [Theory]
    [InlineData("mkdir conf.d; ln -s missing conf.d/a.json", "cannot read the policy {S}/conf.d/a.json: No such file or directory")]
    [InlineData("mkdir -p conf.d/a.json", "cannot trust {S}/conf.d/a.json: it is not a regular file")]
    [InlineData("ln -s missing config.json", "cannot read the policy {S}/config.json: No such file or directory")]
    [InlineData("mkdir config.json", "cannot trust {S}/config.json: it is not a regular file")]
    [InlineData(": > conf.d", "cannot read the policy directory {S}/conf.d: *")]
    [InlineData("ln -s missing conf.d", "cannot read the policy directory {S}/conf.d: *")]
    public void What_has_a_policys_name_is_never_passed_over(string change, string error)
    {
        Shell.Run("sh", ["-ec", $"cd {_root.Path}; {change}"]);
        FluentActions.Invoking(() => RulesFor("")).Should().Throw<InterceptorException>().WithMessage(error.Replace("{S}", _root.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_files_there_are_the_flags()
    {
        Loader.FilesFor(RawArguments.Of("create").Options).Should().BeEmpty();
        RulesFor("").Should().BeEmpty();
        RulesFor("--oi-readonly-networking-mounts").Should().Equal("readonly-networking-mounts");
    }

    /// <summary>Here it is the machine's own policy, if there is one, that flags add to.</summary>
    [Fact]
    public void A_call_has_the_policy_that_its_flags_ask_for()
    {
        Write("named.json", "'rules':[@]", "named");

        Rules($"--oi-config {_root["named.json"]} --oi-env A=1 create --bundle B ID").Should().Equal("named", "env");
        Rules("--oi-profile hardened create --bundle B ID").Should().Contain(Loader.ReadProfile("hardened").Rules.Select(rule => rule.Name));
        Rules("--oi-env A=1 create --bundle B ID").Should().EndWith("env");
        Rules($"--oi-config {_root["none.json"]} --oi-profile none state ID").Should().BeEmpty("a call without a document reads no policy");

        static IEnumerable<string> Rules(string line) => PolicyLoader.For(RawArguments.Of(line).Call).Rules.Select(rule => rule.Name);
    }

    [Fact]
    public void Settings_are_overridden_in_the_same_order()
    {
        Write("config.json", "'log':{'file':'/1','level':'Debug'},'audit':{'file':'/a1'},'profiles':['own']");
        Write("conf.d/a.json", "'log':{'file':'/2'},'debugOutput':{'directory':'/d2'}");
        Write("profiles/own.json", "'audit':{'file':'/a3'},'cloneRuntime':true,'debugOutput':{'enabled':true,'directory':'/d3'}");

        var settings = Loader.Load(RawArguments.Of("--oi-debug-output-dir /d4 create").Options).Settings;

        settings.Audit!.Value.Should().Equal(new AuditTarget(AuditTargetKind.File, "/a3"));
        settings.Should().Be(new PolicySettings
        {
            WriteDebugOutput = true,
            DebugOutputDirectory = "/d4",
            LogFile = "/2",
            LogLevel = OciInterceptor.Call.Flags.LogLevel.Debug,
            Audit = settings.Audit,
            CloneRuntime = true,
        });
    }

    [Fact]
    public void The_digest_is_made_of_every_file()
    {
        Write("config.json", "'profiles':['own']");
        Write("profiles/own.json", "'rules':[@]", "own");
        var policy = Loader.Load(RawArguments.Of("--oi-env A=1 create").Options);
        policy.Files.Select(file => file.Path).Should().Equal(_root["config.json"], _root["profiles/own.json"]);
        policy.Flags!.Env.Should().Equal("A=1");

        var before = PolicyDigest.Of(policy);
        Write("profiles/own.json", "'rules':[@] ", "own");
        PolicyDigest.Of(Loader.Load(RawArguments.Of("--oi-env A=1 create").Options)).Should().NotBe(before);
    }

    [Fact]
    public void A_policy_has_four_MiB_at_most()
    {
        var path = _root.File("large.json", new string(' ', PolicyLoader.MaxSize));
        PolicyLoader.Content(path).Should().HaveCount(4 << 20);
        File.AppendAllText(path, " ");
        FluentActions.Invoking(() => PolicyLoader.Content(path)).Should().Throw<InterceptorException>().WithMessage($"cannot read {path}: it is larger than 4096 KiB");
    }

    private void Write(string name, string members, string rule = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[name])!);
        _root.File(name, $"{{{members.Replace("@", $"{{'name':'{rule}','type':'umask','value':'0022'}}", StringComparison.Ordinal)}}}".Replace('\'', '"'));
    }

    private string[] RulesFor(string flags) => [.. Loader.Load(RawArguments.Of($"{flags} create").Options).Rules.Select(rule => rule.Name)];
}
