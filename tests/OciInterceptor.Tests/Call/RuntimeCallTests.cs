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
    }

    [Fact]
    public void A_runtime_that_is_not_there_is_an_error_that_says_where_it_was_looked_for()
    {
        var arguments = new RawArguments(["--oi-runtime-path"u8.ToArray(), "no-such-runtime"u8.ToArray(), "state"u8.ToArray()], "PATH=/nowhere:/bin");

        arguments.Invoking(a => a.Call.FindRuntime()).Should().Throw<InterceptorException>()
            .WithMessage("cannot find the runtime no-such-runtime in PATH (/nowhere:/bin)");
    }
}
