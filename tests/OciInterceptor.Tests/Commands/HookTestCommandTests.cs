using System.Globalization;
using OciInterceptor.Commands;
using OciInterceptor.Commands.Output;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Linux.Processes;

namespace OciInterceptor.Tests.Commands;

/// <summary>oi-hook-test with hooks that really run.</summary>
[Collection(GuardedPrograms.Name)]
public sealed class HookTestCommandTests : IDisposable
{
    private const string TooLong = "it did not end within 1 s";

    private readonly CommandRun _run = new();

    public HookTestCommandTests() => Directory.CreateDirectory(In("bin"));

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("prestart", "creating", true)]
    [InlineData("createRuntime", "creating", true)]
    [InlineData("poststart", "running", true)]
    [InlineData("poststop", "stopped", false)]
    public void A_hook_gets_the_state_of_its_stage_and_its_own_arguments_and_environment(string stage, string status, bool hasProcess)
    {
        var hook = Hook($$"""{ "path": "{{Script("echo \"$0 $1 $A\"; cat")}}", "args": ["name", "one"], "env": ["A=B", "PATH=/bin"] }""");

        var answer = Test(stage, hook, "--id", "a\"b", "--bundle", In("some/../bundle"));

        var pid = hasProcess ? Environment.ProcessId.ToString(CultureInfo.InvariantCulture) : "0";
        answer.Text().Should().Be($$"""
            /proc/self/fd/3 one B
            {"ociVersion":"1.3.0","id":"a\"b","status":"{{status}}","pid":{{pid}},"bundle":"{{In("bundle")}}"}
            """);
        (answer.ExitCode, answer.Message).Should().Be((0, null));
    }

    [Fact]
    public void Without_options_the_state_is_of_the_working_directory_and_the_environment_a_fixed_path() =>
        Test("prestart", Hook($$"""{ "path": "{{Script("env | grep -v -E '^(PWD|SHLVL|_)='; cat")}}" }""")).Text().Should().Be(string.Create(CultureInfo.InvariantCulture, $$"""
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            {"ociVersion":"1.3.0","id":"oi-hook-test","status":"creating","pid":{{Environment.ProcessId}},"bundle":"{{Environment.CurrentDirectory}}"}
            """));

    [Fact]
    public void The_hooks_of_a_document_run_one_after_the_other_until_one_fails()
    {
        var (good, bad) = (Script("echo $1; echo said $1 >&2", "good"), Script("echo $1; echo why >&2; exit 7", "bad"));
        var hook = Hook($$$"""{ "hooks": { "poststop": [{ "path": "/other" }], "prestart": [{ "path": "{{{good}}}", "args": ["h", "1"] }, { "path": "{{{bad}}}", "args": ["h", "2"] }, { "path": "{{{good}}}", "args": ["h", "3"] }] } }""");

        var answer = Test("prestart", hook);

        (answer.Text(), answer.ExitCode, answer.Message).Should().Be(
            ("1\n2\n", 1, $"the prestart hook {good} says: said 1; the prestart hook {bad} failed: it ended with exit code 7: why"));
    }

    [Fact]
    public void A_file_of_hooks_d_runs_whatever_its_conditions_are()
    {
        var file = Hook($$"""{ "version": "1.0.0", "hook": { "path": "{{Script("echo ran")}}" }, "when": { "always": false }, "stages": ["prestart", "poststop"] }""");

        Test("poststop", file).Text().Should().Be("ran\n");
        Refusal("poststart", file).Should().Be($"oi-hook-test: {file} is not for the stage poststart, but for prestart, poststop");
    }

    [Theory]
    [InlineData("sed s/before/after/", 0, null, "{\"ociVersion\":\"1.0.2\",\"hostname\":\"after\"}")]
    [InlineData("echo '{}'", 1, "its output is not a valid configuration: 1:1: missing member \"ociVersion\"", "{}\n")]
    [InlineData("head -c 10", 1, "its output:1:11: not valid JSON: the document ends inside the string that begins at 1:2", "{\"ociVersi")]
    [InlineData("cat; exit 3", 1, "it ended with exit code 3", "{\"ociVersion\":\"1.0.2\",\"hostname\":\"before\"}")]
    public void A_precreate_hook_gets_the_configuration_and_must_write_one(string script, int exitCode, string? cause, string output)
    {
        _run.Write("bundle/config.json", """{"ociVersion":"1.0.2","hostname":"before"}""");
        var program = Script(script);
        var file = Hook($$"""{ "version": "1.0.0", "hook": { "path": "{{program}}" }, "when": { "always": true }, "stages": ["precreate"] }""");

        var answer = Test("precreate", file, "--bundle", In("bundle"));

        answer.Text().Should().Be(output);
        (answer.ExitCode, answer.Message).Should().Be((exitCode, cause is null ? null : $"the precreate hook {program} failed: {cause}"));
    }

    [Theory]
    [InlineData("sleep 1000", TooLong)]
    [InlineData("kill -9 $$", "it was killed by signal 9")]
    [InlineData("cat /dev/zero", "it wrote more than 64 MiB")]
    public void A_hook_that_fails_is_told_with_its_cause(string script, string cause)
    {
        var program = Script(script);
        var seconds = cause == TooLong ? 1 : TimeLimit.Seconds(TimeLimit.OfACommand);

        var answer = Test("createRuntime", Hook($$"""{ "path": "{{program}}", "timeout": {{seconds}} }"""));

        (answer.ExitCode, answer.Message).Should().Be((1, $"the createRuntime hook {program} failed: {cause}"));
    }

    [Fact]
    public void A_hook_that_fails_a_check_does_not_run()
    {
        var program = Script($"touch {In("ran")}");
        File.SetUnixFileMode(program, (UnixFileMode)0x1FF);

        var answer = Test("createRuntime", Hook($$"""{ "path": "{{program}}" }"""));

        (answer.Text(), answer.ExitCode, answer.Message).Should().Be(("", 1, $"the createRuntime hook {program} failed: it is writable by group or others"));
        File.Exists(In("ran")).Should().BeFalse();
    }

    [Fact]
    public void Without_a_directory_of_its_own_a_hook_must_lie_in_a_usual_one()
    {
        var program = Script("true");

        _run.Run(new HookTestCommand(), "prestart", Hook($$"""{ "path": "{{program}}" }""")).Message.Should().Be($"the prestart hook {program} failed: it is not below a trusted directory "
            + "(/usr/bin, /usr/sbin, /usr/lib, /usr/libexec, /usr/local/bin, /usr/local/sbin, /usr/local/libexec, /bin, /sbin, /opt, /nix/store)");
        _run.Run(new HookTestCommand(), "prestart", Hook("""{ "path": "/bin/true" }""")).Message.Should().BeNull();
        Test("prestart", Hook("""{ "path": "/bin/true" }"""), "--trusted-directory", "/usr/../bin/").Message.Should().BeNull();
    }

    [Theory]
    [InlineData("startContainer", "{}", "oi-hook-test: startContainer hooks run in the container's namespaces, but only the host's are available here")]
    [InlineData("createContainer", "{}", "oi-hook-test: createContainer hooks run in the container's namespaces, but only the host's are available here")]
    [InlineData("preStart", "{}", "oi-hook-test: unknown hook stage preStart, did you mean \"prestart\"?")]
    [InlineData("prestart", "[]", "{file}:1:1: a hook must be a JSON object")]
    [InlineData("prestart", "{}", "{file}:1:1: missing member \"path\"")]
    [InlineData("prestart", """{"path":"a"}""", "{file}:1:9: \"a\" must be an absolute path")]
    [InlineData("prestart", """{"path":"/a","timeout":0}""", "{file}:1:24: timeout must be a number of seconds greater than 0")]
    [InlineData("prestart", """{"hooks":{"prestart":[{}]}}""", "{file}:1:23: missing member \"path\"")]
    [InlineData("prestart", """{"hooks":{"poststop":[]}}""", "oi-hook-test: {file} has no hook of the stage prestart")]
    [InlineData("prestart", """{"version":"1.0.0","hook":{"path":"/a"},"when":{"Always":true},"stages":["prestart"]}""", "{file}:1:49: unknown member \"Always\", did you mean \"always\"?")]
    public void What_is_no_hook_is_refused(string stage, string hook, string message)
    {
        var file = Hook(hook);

        Refusal(stage, file).Should().Be(message.Replace("{file}", file, StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_read_is_refused()
    {
        Refusal("prestart", In("none")).Should().Be($"cannot read {In("none")}: {Errno.Message(Errno.ENOENT)}");
        Refusal("precreate", Hook("{}"), "--bundle", In("none")).Should().Be($"cannot read the container configuration {In("none/config.json")}: {Errno.Message(Errno.ENOENT)}");
        Refusal("prestart", Hook("{}"), "--trusted-directory", "bin").Should().Be("\"bin\" must be an absolute path of a directory below the root");
    }

    private string In(string name) => Path.Combine(_run.Root, name);

    private string Hook(string text)
    {
        File.WriteAllText(In("hook.json"), text);
        return In("hook.json");
    }

    private string Script(string text, string name = "hook")
    {
        File.WriteAllText(In("bin/" + name), $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(In("bin/" + name), (UnixFileMode)0x1ED);
        return In("bin/" + name);
    }

    private CommandResult Test(string stage, string file, params string[] options) =>
        _run.Run(new HookTestCommand(), ["--trusted-directory", In("bin"), "--trusted-directory", "/bin", .. options, stage, file]);

    private string Refusal(string stage, string file, params string[] options)
    {
        try
        {
            return Test(stage, file, options).Message ?? "";
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }
}
