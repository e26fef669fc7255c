using OciInterceptor.Call.Flags;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Call.Flags;

public sealed class OptionsTests
{
    [Fact]
    public void Without_flags_the_defaults_hold()
    {
        var options = RawArguments.Of("create ID").Options;

        options.ReadonlyNetworkingMounts.Should().BeFalse();
        options.Env.Should().BeEmpty();
        options.EnvForce.Should().BeEmpty();
        options.CdiDevices.Should().BeEmpty();
        options.WriteDebugOutput.Should().BeFalse();
        options.DebugOutputDirectory.Should().BeNull("the policy's counts then");
        options.DebugName.Should().Be(DebugName.Hostname);
        options.LogFile.Should().BeNull();
        options.LogLevel.Should().BeNull("the policy's counts then");
        options.Config.Should().BeNull();
        options.Profiles.Should().BeEmpty();
        options.CloneRuntime.Should().BeFalse();
        options.Collector.Should().BeFalse();
        options.Help.Should().BeFalse();
        options.Version.Should().BeFalse();
    }

    [Theory]
    [InlineData("--oi-readonly-networking-mounts --oi-env A=B --oi-env C= --oi-env-force D=E=F --oi-write-debug-output --oi-debug-output-dir /d --oi-debug-name id --oi-log-file /l --oi-log-level Debug --oi-clone-runtime --oi-collector --oi-help --oi-version create ID")]
    [InlineData("--oi-readonly-networking-mounts --oi-env=A=B --oi-env=C= --oi-env-force=D=E=F --oi-write-debug-output --oi-debug-output-dir=/d --oi-debug-name=id --oi-log-file=/l --oi-log-level=Debug --oi-clone-runtime --oi-collector --oi-help --oi-version create ID")]
    [InlineData("--oi-log-level debug --debug --oi-clone-runtime --oi-collector --oi-help --log F --oi-env A=B --log-format json --oi-env=C= --oi-version --oi-write-debug-output --root=R --oi-debug-output-dir /d --oi-debug-name=ID --oi-env-force D=E=F --oi-readonly-networking-mounts --oi-log-file /l run ID")]
    public void Flags_stand_first_or_among_the_runtimes_with_their_value_beside_or_behind(string line)
    {
        var options = RawArguments.Of(line).Options;

        options.ReadonlyNetworkingMounts.Should().BeTrue();
        options.Env.Should().Equal("A=B", "C=");
        options.EnvForce.Should().Equal("D=E=F");
        options.WriteDebugOutput.Should().BeTrue();
        options.DebugOutputDirectory.Should().Be("/d");
        options.DebugName.Should().Be(DebugName.Id);
        options.LogFile.Should().Be("/l");
        options.LogLevel.Should().Be(LogLevel.Debug);
        options.CloneRuntime.Should().BeTrue();
        options.Collector.Should().BeTrue();
        options.Help.Should().BeTrue();
        options.Version.Should().BeTrue();
    }

    [Theory]
    [InlineData("oci-interceptor", "--oi-profile a --oi-profile=b", null, "a", "b")]
    [InlineData("oci-interceptor-n", "--oi-profile a", "n", "n", "a")]
    [InlineData("oci-interceptor", "--oi-profile a --oi-env A=B", null, "a")]
    [InlineData("oci-interceptor", "--oi-profile=a --oi-clone-runtime", null, "a")]
    [InlineData("xci-interceptor-n", "", null)]
    [InlineData("/usr/bin/oci-interceptor-n", "", "n", "n")]
    [InlineData("/oci-interceptor-x/oci-interceptor-n.m", "", "n.m", "n.m")]
    [InlineData("./oci-interceptor-", "", null)]
    [InlineData("/oci-interceptor-n/runc", "", null)]
    [InlineData("oci-interceptor-n/", "", null)]
    [InlineData("oci-intercepto", "", null)]
    [InlineData("oci-interceptors-n", "", null)]
    [InlineData("my-oci-interceptor-n", "", null)]
    public void A_profile_is_that_of_the_name_and_then_those_of_the_flags(string name, string flags, string? ofRuntime, params string[] profiles)
    {
        var arguments = RawArguments.Of(name, flags + " create ID");

        arguments.Options.Profiles.Should().Equal(profiles);
        RuntimeProfile(arguments).Should().Be(ofRuntime, "only the name of the call selects the profile's runtime");
        arguments.PassThrough.Should().Be(profiles is []);
        RawArguments.Of(name, flags + " state ID").PassThrough.Should().BeTrue();
    }

    [Fact]
    public void Profiles_that_are_tried_out_are_those_of_their_flags()
    {
        var arguments = RawArguments.Of("--oi-warn-profile a --oi-profile b --oi-warn-profile=c create ID");

        arguments.Options.WarnProfiles.Should().Equal("a", "c");
        arguments.Options.Profiles.Should().Equal("b");
        RawArguments.Of("--oi-warn-profile a create ID").PassThrough.Should().BeFalse();
        RawArguments.Of("--oi-warn-profile a state ID").PassThrough.Should().BeTrue("it has no document");
    }

    [Fact]
    public void A_name_has_its_profile_without_any_arguments() => RuntimeProfile(RawArguments.Of("oci-interceptor-n", "")).Should().Be("n");

    [Theory]
    [InlineData("a-b=c")]
    [InlineData("A--=B")]
    [InlineData("-A=B")]
    public void A_value_may_have_dashes_but_not_begin_with_two(string value) => RawArguments.Of($"--oi-env {value} create ID").Options.Env.Should().Equal(value);

    [Fact]
    public void A_policy_is_named_by_its_file() => RawArguments.Of("--oi-config /a --oi-config=/b create ID").Options.Config.Should().Be("/b");

    [Fact]
    public void Of_a_device_that_is_named_twice_the_first_counts() =>
        RawArguments.Of("--oi-cdi-device v.com/c=b --oi-cdi-device=v.com/c=a --oi-cdi-device v.com/c=b create ID").Options.CdiDevices.Should().Equal("v.com/c=b", "v.com/c=a");

    [Fact]
    public void Of_a_flag_that_counts_once_the_last_counts()
    {
        var arguments = RawArguments.Of("--oi-log-level Error --oi-log-level Fatal --oi-runtime-path /a --oi-runtime-path=/b create ID");

        arguments.Options.LogLevel.Should().Be(LogLevel.Fatal);
        RuntimePath(arguments).Should().Be("/b");
    }

    [Theory]
    [InlineData("--oi-env create create ID")]
    [InlineData("--oi-env -x create ID")]
    [InlineData("--oi-env - create ID")]
    [InlineData("--oi-env=--log create ID")]
    [InlineData("--oi-env=--oi-help create ID")]
    public void What_stands_behind_a_flag_with_a_value_is_its_value(string line)
    {
        var read = () => RawArguments.Of(line).Options;

        read.Should().Throw<InterceptorException>().WithMessage("--oi-env needs NAME=VALUE, not \"*\"; see oci-interceptor --oi-help");
    }

    [Theory]
    [InlineData("create --oi-help ID")]
    [InlineData("create ID --oi-bogus")]
    [InlineData("-- --oi-help")]
    [InlineData("--log --oi-help create ID")]
    [InlineData("--root --oi-bogus create ID")]
    [InlineData("-- create --oi-bogus ID")]
    [InlineData("state --oi-env")]
    [InlineData("exec ID sh --oi-env A=B")]
    [InlineData("oi- --oi-help")]
    public void What_looks_like_a_flag_behind_the_verb_or_as_a_value_is_not_ours(string line)
    {
        var arguments = RawArguments.Of(line);

        arguments.Options.Help.Should().BeFalse();
        arguments.Options.Env.Should().BeEmpty();
        arguments.Scan.Fault.Should().Be(0);
    }

    [Theory]
    [InlineData("--oi-bogus create", 1, "--oi-bogus is not a flag of oci-interceptor")]
    [InlineData("--oi- create", 1, "--oi- is not a flag of oci-interceptor")]
    [InlineData("--oi-bogus=1 create", 1, "--oi-bogus=1 is not a flag of oci-interceptor")]
    [InlineData("--oi-envy A=B create", 1, "--oi-envy is not a flag of oci-interceptor, did you mean \"--oi-env\"?")]
    [InlineData("--oi-en A=B create", 1, "--oi-en is not a flag of oci-interceptor, did you mean \"--oi-env\"?")]
    [InlineData("--oi-ENV A=B create", 1, "--oi-ENV is not a flag of oci-interceptor, did you mean \"--oi-env\"?")]
    [InlineData("--debug --oi-help --oi-bogus --oi-worse create", 3, "--oi-bogus is not a flag of oci-interceptor")]
    [InlineData("--oi-env", 1, "--oi-env needs a value")]
    [InlineData("--debug --oi-runtime-path", 2, "--oi-runtime-path needs a value")]
    [InlineData("--oi-env --oi-help create", 1, "--oi-env needs a value")]
    [InlineData("--oi-env --log F create", 1, "--oi-env needs a value")]
    [InlineData("--oi-env -- create", 1, "--oi-env needs a value")]
    [InlineData("--oi-help=yes", 1, "--oi-help takes no value")]
    [InlineData("--oi-readonly-networking-mounts= create", 1, "--oi-readonly-networking-mounts takes no value")]
    [InlineData("--oi-bogus --oi-help=yes create", 1, "--oi-bogus is not a flag of oci-interceptor")]
    [InlineData("--oi-help=yes --oi-bogus --oi-env", 1, "--oi-help takes no value")]
    [InlineData("--debug --oi-env -- --oi-bogus", 2, "--oi-env needs a value")]
    [InlineData("--oi-bogus --oi-log-level loud create", 1, "--oi-bogus is not a flag of oci-interceptor")]
    public void A_misused_flag_is_an_error_that_leads_to_the_help(string line, int fault, string message)
    {
        var arguments = RawArguments.Of(line);

        arguments.Scan.Fault.Should().Be(fault);
        arguments.PassThrough.Should().BeFalse();
        arguments.Invoking(a => a.Options).Should().Throw<InterceptorException>().WithMessage(message + "; see oci-interceptor --oi-help");
    }

    [Theory]
    [InlineData("--oi-env NAME", "--oi-env needs NAME=VALUE, not \"NAME\"")]
    [InlineData("--oi-env =VALUE", "--oi-env needs NAME=VALUE, not \"=VALUE\"")]
    [InlineData("--oi-env =A=B", "--oi-env needs NAME=VALUE, not \"=A=B\"")]
    [InlineData("--oi-cdi-device=gpu", "--oi-cdi-device needs VENDOR/CLASS=NAME, such as vendor.com/gpu=0, not \"gpu\"")]
    [InlineData("--oi-env-force=", "--oi-env-force needs NAME=VALUE, not \"\"")]
    [InlineData("--oi-debug-output-dir debug", "--oi-debug-output-dir needs an absolute path, not \"debug\"")]
    [InlineData("--oi-debug-output-dir=", "--oi-debug-output-dir needs an absolute path, not \"\"")]
    [InlineData("--oi-log-file ./log", "--oi-log-file needs an absolute path, not \"./log\"")]
    [InlineData("--oi-debug-name name", "--oi-debug-name needs one of hostname, id, not \"name\"")]
    [InlineData("--oi-debug-name 1", "--oi-debug-name needs one of hostname, id, not \"1\"")]
    [InlineData("--oi-log-level loud", "--oi-log-level needs one of Verbose, Debug, Information, Warning, Error, Fatal, not \"loud\"")]
    [InlineData("--oi-config policy.json", "--oi-config needs an absolute path, not \"policy.json\"")]
    [InlineData("--oi-log-level=", "--oi-log-level needs one of Verbose, Debug, Information, Warning, Error, Fatal, not \"\"")]
    [InlineData("--oi-env-force -x", "--oi-env-force needs NAME=VALUE, not \"-x\"")]
    [InlineData("--oi-log-level loud --oi-bogus", "--oi-log-level needs one of Verbose, Debug, Information, Warning, Error, Fatal, not \"loud\"")]
    [InlineData("--oi-log-level 2", "--oi-log-level needs one of Verbose, Debug, Information, Warning, Error, Fatal, not \"2\"")]
    public void A_wrong_value_is_an_error_that_names_the_right_ones(string flags, string message)
    {
        var read = () => RawArguments.Of(flags + " create ID").Options;

        read.Should().Throw<InterceptorException>().WithMessage(message + "; see oci-interceptor --oi-help");
    }

    [Fact]
    public void A_value_that_is_not_UTF_8_is_refused()
    {
        byte[] value = [.. "A="u8, 0xFF];
        var read = () => new RawArguments(["--oi-env"u8.ToArray(), value, "create"u8.ToArray()]).Options;

        read.Should().Throw<InterceptorException>().WithMessage("--oi-env has a value that is not UTF-8; see oci-interceptor --oi-help");
    }

    [Fact]
    public void A_runtimes_path_may_be_any_bytes()
    {
        byte[] path = [.. "/opt/"u8, 0xFF];
        var arguments = new RawArguments(["--oi-runtime-path"u8.ToArray(), path, "state"u8.ToArray(), "ID"u8.ToArray()]);

        arguments.Invoking(a => a.Options).Should().NotThrow();
        arguments.PassThrough.Should().BeTrue();
    }

    [Theory]
    [InlineData(nameof(LogLevel.Verbose), 0)]
    [InlineData(nameof(LogLevel.Debug), 1)]
    [InlineData(nameof(LogLevel.Information), 2)]
    [InlineData(nameof(LogLevel.Warning), 3)]
    [InlineData(nameof(LogLevel.Error), 4)]
    [InlineData(nameof(LogLevel.Fatal), 5)]
    public void Log_levels_are_Serilogs_by_name_and_number(string name, int number)
    {
        RawArguments.Of($"--oi-log-level {name} create ID").Options.LogLevel.Should().HaveValue(number);
        Enum.Parse<Serilog.Events.LogEventLevel>(name).Should().HaveValue(number);
    }

    private static unsafe string? RuntimeProfile(RawArguments arguments) => RawArguments.Text(arguments.Scan.Profile);

    private static unsafe string? RuntimePath(RawArguments arguments) => RawArguments.Text(arguments.Scan.RuntimePath);
}
