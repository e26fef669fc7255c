using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Call.Arguments;

public sealed unsafe class SortedArgumentsTests
{
    [Theory]
    [InlineData("create --bundle B ID", "create --bundle B ID")]
    [InlineData("--oi-env A=B create ID", "create ID")]
    [InlineData("--debug --log F --oi-env A=B run ID", "--debug --log F run ID")]
    [InlineData("--oi-env=A=B --debug --oi-readonly-networking-mounts --log F run ID", "--debug --log F run ID")]
    [InlineData("--log --oi-x create ID", "--log --oi-x create ID")]
    [InlineData("--log --oi-env A=B create ID", "--log --oi-env A=B create ID")]
    [InlineData("--oi-env=-- -- create -- ID", "-- create -- ID")]
    [InlineData("--oi-env - create --oi-env A=B ID", "create --oi-env A=B ID")]
    [InlineData("exec ID sh -c --oi-help -- --", "exec ID sh -c --oi-help -- --")]
    [InlineData("-- --oi-env A=B", "-- --oi-env A=B")]
    [InlineData("--oi-write-debug-output --version", "--version")]
    [InlineData("--oi-write-debug-output '' ''", "'' ''")]
    [InlineData("--oi-runtime-path '' state ID", "state ID")]
    public void What_is_ours_goes_and_all_else_stays(string line, string forwarded) =>
        RawArguments.Of(line).Forwarded.Select(Show).Should().Equal(forwarded.Split(' ').Select(word => word == "''" ? "" : word));

    [Fact]
    public void The_runtimes_name_comes_first_and_null_last()
    {
        var arguments = RawArguments.Of("--oi-env A=B state ID");
        var name = CStringArray.Copy(CString.Of("crun"));

        var forwarded = arguments.Scan.Arguments.ForwardedTo(name);

        ((nint)forwarded[0]).Should().Be((nint)name);
        ((nint)forwarded[1]).Should().Be((nint)arguments.Argv[3], "the very bytes are handed on");
        ((nint)forwarded[3]).Should().Be(0);
    }

    [Fact]
    public void A_program_started_without_any_argv_forwards_nothing()
    {
        var argv = CStringArray.Of([]);

        var scan = CallScan.Of(0, argv, argv);

        scan.HasForwarded.Should().BeFalse();
        ((nint)scan.Arguments.ForwardedTo(CStringArray.Copy(CString.Of("runc")))[1]).Should().Be(0);
    }

    [Fact]
    public void Of_any_command_line_the_runtime_gets_its_own_arguments_and_the_same_verb_and_document() =>
        Prop.ForAll(CommandLine.Any.ToArbitrary(), line =>
        {
            var given = new RawArguments(line.Arguments);
            var forwarded = given.Forwarded;
            var again = new RawArguments(forwarded);

            given.Scan.Fault.Should().Be(0);
            forwarded.Select(Show).Should().Equal(line.Runtimes.Select(Show));
            again.Forwarded.Select(Show).Should().Equal(forwarded.Select(Show), "nothing of ours is left");
            Facts(again).Should().Be(Facts(given));
            given.Verb.Should().Be(line.Informs ? null : line.Verb);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_arguments_whatever_break_the_scan() =>
        Prop.ForAll(Gen.ArrayOf(CommandLine.Hostile).ToArbitrary(), arguments =>
        {
            var given = new RawArguments(arguments);

            _ = given.PassThrough;
            given.Forwarded.Count.Should().BeLessThanOrEqualTo(arguments.Length);
        }).QuickCheckThrowOnFailure();

    private static string Facts(RawArguments arguments)
    {
        var scan = arguments.Scan;
        return string.Join('|', arguments.Verb, scan.Document, scan.IsOwnCommand,
            RawArguments.Text(scan.Bundle), RawArguments.Text(scan.Config), RawArguments.Text(scan.Process),
            RawArguments.Text(scan.ContainerId), RawArguments.Text(scan.Log), RawArguments.Text(scan.LogFormat));
    }

    // One character a byte, so that bytes which are not UTF-8 are told apart.
    private static string Show(byte[] argument) => Encoding.Latin1.GetString(argument);
}
