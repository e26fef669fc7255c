using OciInterceptor.Tests.Call;

namespace OciInterceptor.Tests;

public sealed class PassThroughTests
{
    [Theory]
    [InlineData("state ID")]
    [InlineData("--version")]
    [InlineData("create --bundle B ID")]
    [InlineData("--root R exec -p P ID")]
    [InlineData("--oi-runtime-path /usr/bin/crun create --bundle B ID")]
    [InlineData("--oi-debug-output-dir /d --oi-debug-name id --oi-log-level Debug create --bundle B ID")]
    [InlineData("--oi-readonly-networking-mounts start ID")]
    [InlineData("--oi-env A=B --oi-env-force C=D delete --force ID")]
    [InlineData("--oi-env A=B exec -dt ID sh -p P")]
    [InlineData("--oi-readonly-networking-mounts exec -p P ID")]
    [InlineData("--oi-cdi-device v.com/c=d exec -p P ID")]
    [InlineData("--oi-env A=B kill create")]
    [InlineData("--oi-env A=B create --help")]
    [InlineData("--oi-readonly-networking-mounts --version")]
    [InlineData("--oi-readonly-networking-mounts --help create")]
    [InlineData("create --oi-write-debug-output ID")]
    [InlineData("--log --oi-write-debug-output create ID")]
    [InlineData("delete oi-x")]
    [InlineData("--oi-clone-runtime state ID")]
    [InlineData("--oi-clone-runtime exec ID sh")]
    [InlineData("--oi-clone-runtime create --bundle B ID")]
    public void A_call_that_carries_nothing_for_us_passes(string line) => RawArguments.Of(line).PassThrough.Should().BeTrue();

    [Theory]
    [InlineData("--oi-readonly-networking-mounts create --bundle B ID")]
    [InlineData("--oi-readonly-networking-mounts run ID")]
    [InlineData("--oi-readonly-networking-mounts restore ID")]
    [InlineData("--oi-env A=B exec -p P ID")]
    [InlineData("--oi-readonly-networking-mounts --oi-env A=B exec -p P ID")]
    [InlineData("--debug --log F --oi-env-force A=B run ID")]
    [InlineData("--foreign value --oi-env A=B create ID")]
    [InlineData("-s --oi-env A=B run -d ID")]
    [InlineData("--oi-env A=B --help=false create ID")]
    [InlineData("--oi-env A=B --oi-readonly-networking-mounts exec -p P ID")]
    [InlineData("--oi-env A=B --oi-clone-runtime create ID")]
    [InlineData("--oi-cdi-device v.com/c=d create ID")]
    [InlineData("--oi-config /p create ID")]
    public void A_call_with_a_document_and_a_rule_does_not_pass(string line) => RawArguments.Of(line).PassThrough.Should().BeFalse();

    [Theory]
    [InlineData("--oi-write-debug-output state ID")]
    [InlineData("--oi-log-file /l --version")]
    [InlineData("--oi-help state ID")]
    [InlineData("--oi-version")]
    [InlineData("--oi-write-debug-output --oi-env A=B state ID")]
    [InlineData("--oi-env A=B --oi-write-debug-output --oi-clone-runtime state ID")]
    public void A_flag_that_covers_every_call_lets_none_pass(string line) => RawArguments.Of(line).PassThrough.Should().BeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("--oi-env A=B")]
    [InlineData("--oi-bogus state ID")]
    [InlineData("--oi-env")]
    [InlineData("--oi-help=1 state ID")]
    [InlineData("--oi-clone-runtime=1 state ID")]
    [InlineData("oi-explain")]
    [InlineData("--oi-runtime-path /usr/bin/runc oi-bogus")]
    public void An_error_or_a_command_of_ours_does_not_pass(string line) => RawArguments.Of(line).PassThrough.Should().BeFalse();
}
