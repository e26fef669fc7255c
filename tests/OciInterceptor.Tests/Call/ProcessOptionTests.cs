using OciInterceptor.Call.Arguments;

namespace OciInterceptor.Tests.Call;

/// <summary>The options of an exec that describe its process where no document does.</summary>
public sealed class ProcessOptionTests
{
    [Theory]
    [InlineData("exec --user 1000 ID sh", "--user")]
    [InlineData("exec -u 1000 ID sh", "-u")]
    [InlineData("exec -u1000 ID sh", "-u")]
    [InlineData("exec -dtu 1000 ID sh", "-u")]
    [InlineData("exec --user=1000 ID sh", "--user")]
    [InlineData("exec -user 1000 ID sh", "--user")]
    [InlineData("exec --use 1000 ID sh", "--user")]
    [InlineData("exec --env A=B ID sh", "--env")]
    [InlineData("exec -e A=B ID sh", "-e")]
    [InlineData("exec -eA=B ID sh", "-e")]
    [InlineData("exec --cap CAP_SYS_ADMIN ID sh", "--cap")]
    [InlineData("exec -c CAP_SYS_ADMIN ID sh", "-c")]
    [InlineData("exec --additional-gids 5 ID sh", "--additional-gids")]
    [InlineData("exec -g 5 ID sh", "-g")]
    [InlineData("exec --no-new-privs ID sh", "--no-new-privs")]
    [InlineData("exec --no-new-privs=false ID sh", "--no-new-privs")]
    [InlineData("exec --apparmor unconfined ID sh", "--apparmor")]
    [InlineData("exec --process-label x ID sh", "--process-label")]
    [InlineData("exec --process= --user 0 ID sh", "--user")]
    [InlineData("exec --tty --cwd / --env A=B --user 0 ID sh", "--env")]
    [InlineData("exec --future-option ID sh", "--future-option")]
    [InlineData("exec --future-option=secret ID sh", "--future-option")]
    [InlineData("exec --ap unconfined ID sh", "--apparmor")]
    [InlineData("exec --a unconfined ID sh", "-a")] // crun completes it to --apparmor
    public void It_is_found_in_every_spelling_without_its_value(string line, string option)
    {
        var arguments = RawArguments.Of(line);

        arguments.Call.ProcessOption.Should().Be(option);
        arguments.Scan.Document.Should().Be(DocumentKind.None);
        arguments.PassThrough.Should().BeTrue("without a policy nothing has to be judged");
        RawArguments.Of("--oi-env A=B " + line).PassThrough.Should().BeFalse();
        RawArguments.Of("--oi-readonly-networking-mounts " + line).PassThrough.Should().BeTrue();
    }

    [Theory]
    [InlineData("exec ID sh")]
    [InlineData("exec ID sh --user 0")]
    [InlineData("exec -dt ID sh -u 0")]
    [InlineData("exec -- ID --user 0")]
    [InlineData("exec --detach --tty --cwd / --pid-file F --console-socket S --preserve-fds 1 --cgroup C --ignore-paused ID sh")]
    [InlineData("exec --pidfd-socket S --user-log=U --pass-fd 3:4 --exec-fd 5 --internal-pid-file F ID sh")]
    [InlineData("exec --process P --user 0 ID")]
    [InlineData("exec --user 0 -p P ID")]
    [InlineData("exec --user 0 --help ID")]
    [InlineData("exec --pid-file --user ID sh")]
    [InlineData("create --future-option ID")]
    [InlineData("state --user 0 ID")]
    public void Otherwise_there_is_none(string line) => RawArguments.Of(line).Call.ProcessOption.Should().BeNull();
}
