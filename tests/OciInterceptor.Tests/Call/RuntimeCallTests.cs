using System.Text;
using OciInterceptor.Call;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Call;

public sealed class RuntimeCallTests
{
    private const string NewPath = "/proc/self/fd/9";

    [Theory]
    [InlineData("exec -p P ID", "exec -p /proc/self/fd/9 ID")]
    [InlineData("exec -pP ID", "exec -p/proc/self/fd/9 ID")]
    [InlineData("exec -p=P ID", "exec -p=/proc/self/fd/9 ID")]
    [InlineData("exec -dtp P ID", "exec -dtp /proc/self/fd/9 ID")]
    [InlineData("exec -dtpP ID", "exec -dtp/proc/self/fd/9 ID")]
    [InlineData("exec --process P ID", "exec --process /proc/self/fd/9 ID")]
    [InlineData("exec --process=P ID", "exec --process=/proc/self/fd/9 ID")]
    [InlineData("exec -process=P ID", "exec -process=/proc/self/fd/9 ID")]
    [InlineData("exec --process E --process P ID P", "exec --process E --process /proc/self/fd/9 ID P")]
    [InlineData("--oi-env A=B --log P exec -d -p P ID", "--log P exec -d -p /proc/self/fd/9 ID")]
    public void The_runtime_of_an_exec_can_be_led_to_another_document(string line, string arguments)
    {
        var call = RawArguments.Of("--oi-runtime-path /bin/sh " + line).Call;
        var runtime = call.FindRuntime();

        call.RedirectProcess(runtime, CString.Of(NewPath));

        string.Join(' ', runtime.Arguments).Should().Be(arguments);
    }

    [Fact]
    public void The_given_arguments_stay_as_they_are()
    {
        var arguments = RawArguments.Of("--oi-runtime-path /bin/sh exec -p P ID");

        arguments.Call.RedirectProcess(arguments.Call.FindRuntime(), CString.Of(NewPath));

        arguments.Forwarded.Select(Encoding.UTF8.GetString).Should().Equal("exec", "-p", "P", "ID");
    }

    [Fact]
    public void A_bundle_may_be_any_bytes()
    {
        byte[] bundle = [.. "/run/"u8, 0xFF, 0x20, 0x0A];
        var call = new RawArguments(["create"u8.ToArray(), "-b"u8.ToArray(), bundle, "ID"u8.ToArray()]).Call;

        call.DocumentPath.Bytes.ToArray().Should().Equal([.. bundle, .. "/config.json"u8]);
    }

    [Fact]
    public void The_runtime_is_found_by_the_callers_PATH()
    {
        var arguments = new RawArguments(["--oi-runtime-path"u8.ToArray(), "sh"u8.ToArray(), "state"u8.ToArray()], "PATH=/nowhere:/bin");

        arguments.Call.FindRuntime().Path.ToString().Should().Be("/bin/sh");
        arguments.Call.RuntimeFile.Should().Be("/bin/sh");
    }

    [Fact]
    public void A_runtime_that_is_not_there_is_an_error_that_says_where_it_was_looked_for()
    {
        var arguments = new RawArguments(["--oi-runtime-path"u8.ToArray(), "no-such-runtime"u8.ToArray(), "state"u8.ToArray()], "PATH=/nowhere:/bin");

        arguments.Call.RuntimeFile.Should().BeNull();
        arguments.Invoking(a => a.Call.FindRuntime()).Should().Throw<InterceptorException>()
            .WithMessage("cannot find the runtime no-such-runtime in PATH (/nowhere:/bin)");
    }

    [Theory]
    [InlineData("--debug --oi-env A=B --root R create --bundle B ID", "--debug --oi-env A=B --root R")]
    [InlineData("create ID", "")]
    [InlineData("--version", "")]
    public void What_stands_before_the_verb_is_told_as_it_was_given(string line, string before) =>
        string.Join(' ', RawArguments.Of(line).Call.BeforeVerb).Should().Be(before);

    [Theory]
    [InlineData("create -b B ID", "B")]
    [InlineData("create ID", ".")]
    public void The_bundle_is_the_working_directory_where_none_is_named(string line, string bundle) => RawArguments.Of(line).Call.Bundle.Should().Be(bundle);

    [Fact]
    public void The_callers_variables_are_told()
    {
        var call = RawArguments.Of("runc", "create ID", "NOTIFY_SOCKET=/n", "XDG_RUNTIME_DIR=/x", "PATH=/p").Call;
        var without = RawArguments.Of("runc", "create ID", "NOTIFY_SOCKETS=/n", "HOME=/").Call;

        (call.NotifySocket, call.UserDirectory, call.SearchPath).Should().Be(("/n", "/x", "/p"));
        (without.NotifySocket, without.UserDirectory).Should().Be((null, null));
    }

    [Fact]
    public void The_runtimes_path_is_told_when_it_was_given()
    {
        RawArguments.Of("--oi-runtime-path crun create ID").Call.RuntimePath.Should().Be("crun");
        RawArguments.Of("create ID").Call.RuntimePath.Should().BeNull();
    }

    [Fact]
    public void The_arguments_of_a_command_of_ours_are_those_behind_it()
    {
        RawArguments.Of("--oi-env A=B oi-spec --memory 64m -- sh").Call.OwnArguments.Should().Equal("--memory", "64m", "--", "sh");
        RawArguments.Of("oi-spec").Call.OwnArguments.Should().BeEmpty();
        var odd = new RawArguments(["oi-spec"u8.ToArray(), [0xFF]]);
        odd.Invoking(arguments => arguments.Call.OwnArguments).Should().Throw<InterceptorException>().WithMessage("oi-spec: the argument \uFFFD is not UTF-8");
    }
}
