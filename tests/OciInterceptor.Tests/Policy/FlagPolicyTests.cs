using OciInterceptor.Call.Flags;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Call;

namespace OciInterceptor.Tests.Policy;

public sealed class FlagPolicyTests
{
    private const string Every = "--oi-readonly-networking-mounts --oi-env A=1=2 --oi-env B= --oi-env-force C=3 --oi-cdi-device v.com/c=d --oi-cdi-device v.com/c=e";

    [Fact]
    public void Each_flag_makes_its_rule()
    {
        var rules = FlagPolicy.Rules(Options(Every), new FakeHost());

        rules.Select(rule => (rule.Name, rule.Type, rule.Origin, rule.Mode, rule.SkipOnError, rule.When is null, rule.Written is null)).Should().Equal(
            ("readonly-networking-mounts", "readonly-networking-mounts", "flags", Mode.Enforce, false, true, true),
            ("env", "env", "flags", Mode.Enforce, false, true, true),
            ("cdi", "cdi", "flags", Mode.Enforce, false, true, true));
        var env = (EnvRule)rules[1].Rule;
        env.Defaults.Should().Equal(new EnvironmentVariable("A", "1=2"), new EnvironmentVariable("B", ""));
        env.Forced.Should().Equal(new EnvironmentVariable("C", "3"));
        ((CdiRule)rules[2].Rule).Devices.Should().Equal("v.com/c=d", "v.com/c=e");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("--oi-env A=1", "env")]
    [InlineData("--oi-env-force A=1", "env")]
    [InlineData("--oi-cdi-device v.com/c=d", "cdi")]
    [InlineData("--oi-write-debug-output --oi-clone-runtime --oi-profile p --oi-config /c", "")]
    public void A_flag_that_is_not_given_makes_none(string flags, string types) =>
        string.Join(' ', FlagPolicy.Rules(Options(flags), new FakeHost()).Select(rule => rule.Type)).Should().Be(types);

    [Fact]
    public void Settings_are_what_the_flags_say_and_nothing_else()
    {
        FlagPolicy.Settings(Options("")).Should().Be(new PolicySettings());
        FlagPolicy.Settings(Options("--oi-write-debug-output --oi-debug-output-dir /d --oi-log-file /l --oi-log-level Error --oi-clone-runtime")).Should().Be(new PolicySettings
        {
            WriteDebugOutput = true,
            DebugOutputDirectory = "/d",
            LogFile = "/l",
            LogLevel = LogLevel.Error,
            CloneRuntime = true,
        });
    }

    [Fact]
    public void Flags_that_make_other_rules_have_another_text()
    {
        var texts = new[]
        {
            "", "--oi-readonly-networking-mounts", "--oi-env A=1", "--oi-env A=2", "--oi-env-force A=1", "--oi-env A=1 --oi-env B=2", "--oi-env B=2 --oi-env A=1",
            "--oi-env A=1 --oi-env-force B=2", "--oi-env B=2 --oi-env-force A=1", "--oi-cdi-device v.com/c=d", "--oi-cdi-device v.com/c=e", "--oi-cdi-device v.com/c=d --oi-cdi-device v.com/c=e",
        }.Select(flags => FlagPolicy.Text(Options(flags))).ToList();

        texts.Should().OnlyHaveUniqueItems();
        FlagPolicy.Text(Options("--oi-clone-runtime --oi-log-file /l")).Should().Be(texts[0], "they make no rule");
    }

    private static Options Options(string flags) => RawArguments.Of($"{flags} create").Options;
}
