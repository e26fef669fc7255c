using OciInterceptor.IntegrationTests.Failures;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>--oi-clone-runtime: what runs is a sealed copy of the runtime in memory, or nothing.</summary>
public sealed class ClonedRuntimeTests : IDisposable
{
    private const string Flag = "--oi-clone-runtime";

    private readonly Scratch _scratch = new();
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public void Dispose() => _scratch.Dispose();

    /// <summary>Between create and start the runtime itself is the container's process.</summary>
    [Theory]
    [InlineData("runc", "flag", true)]
    [InlineData("crun", "flag", true)]
    [InlineData("runc", "policy", true)]
    [InlineData("crun", "policy", true)]
    [InlineData("runc", "a policy that says no", false)]
    [InlineData("crun", "a policy that says no", false)]
    public void What_waits_in_a_container_that_was_created_is_the_copy(string name, string asked, bool isCopy)
    {
        var policy = _scratch.Write("policy.json", $$"""{ "cloneRuntime": {{(asked == "policy" ? "true" : "false")}} }""");
        var runtime = new ContainerRuntime(name, _scratch);
        var bundle = Bundle.Runnable(_scratch, ["true"]);
        try
        {
            runtime.Intercepted(asked == "flag" ? [Flag] : ["--oi-config", policy], "create", "--bundle", bundle.Path, "--pid-file", _scratch["pid"], _id)
                .With(Condition.Of("stdout", "/dev/null")).Run().Succeeded();

            var program = new FileInfo($"/proc/{File.ReadAllText(_scratch["pid"])}/exe").LinkTarget;
            (program == $"/memfd:{name} (deleted)").Should().Be(isCopy, "the program is {0}", program);

            runtime.Intercepted([Flag], "start", _id).Run().Succeeded();
        }
        finally
        {
            runtime.Remove(_id);
        }
    }

    /// <summary>A runtime that protects itself sees that this has been done, and makes no second copy.</summary>
    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public void One_copy_is_made_for_a_whole_container(string name)
    {
        var runtime = new ContainerRuntime(name, _scratch);
        var bundle = Bundle.Runnable(_scratch, ["echo", "done"]);
        var call = runtime.Intercepted([Flag], "run", "--bundle", bundle.Path, _id);
        try
        {
            Traced(call, "memfd_create,mount").Run().Succeeded().OutputText.Should().Be("done\n");
        }
        finally
        {
            runtime.Remove(_id);
        }
        Trace().Where(line => line.Contains("memfd_create(", StringComparison.Ordinal)).Should().ContainSingle();
        Trace().Should().NotContainMatch("*mount(\"/proc/self/exe\"*");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_script_is_refused_and_nothing_is_touched(string verb, string asked)
    {
        var script = new RecordingRuntime(_scratch);
        Refusal(verb, asked, script.Path).Should().Be($"cannot run a copy of the runtime {script.Path}: it is a script: want the program that it runs");
        script.WasCalled.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_kernel_that_forbids_programs_in_memory_is_named(string verb, string asked) =>
        Refusal(verb, asked, "/bin/true", "-e", "inject=memfd_create:error=EACCES")
            .Should().Be("cannot run a copy of the runtime /bin/true: the kernel forbids programs in memory (vm.memfd_noexec)");

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_copy_that_cannot_be_filled_is_not_run(string verb, string asked) =>
        Refusal(verb, asked, "/bin/true", "-e", "inject=sendfile:error=ENOSPC")
            .Should().Be("cannot run a copy of the runtime /bin/true: No space left on device");

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_file_that_the_kernel_does_not_execute_is_named(string verb, string asked)
    {
        var broken = _scratch.WriteScript("broken", "");
        File.WriteAllText(broken, "\u007fELF");
        ErrorReport.Message(Call(verb, asked, broken).Run()).Should().Be($"cannot execute a copy of the runtime {broken}: Exec format error");
    }

    /// <summary>The limit's signal would end the call without a word.</summary>
    [Theory]
    [MemberData(nameof(Calls))]
    public void A_limit_on_the_size_of_files_is_an_error(string verb, string asked)
    {
        const int FileSize = 1;
        ErrorReport.Message(Call(verb, asked, "/bin/true").With(Condition.Limit(FileSize, "8192", "8192")).Run())
            .Should().Be("cannot run a copy of the runtime /bin/true: File too large");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_kernel_that_does_not_know_the_flag_for_programs_is_asked_without_it(string verb, string asked)
    {
        Traced(Call(verb, asked, "/bin/true"), "memfd_create", "-e", "inject=memfd_create:error=EINVAL:when=1").Run().Succeeded();
        Trace().Where(line => line.Contains("memfd_create(", StringComparison.Ordinal)).Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void The_binary_itself_is_refused_as_runtime(string verb, string asked)
    {
        File.Copy(PublishedBinary.Path, _scratch["copy"]);
        Refusal(verb, asked, PublishedBinary.Path).Should().Be($"cannot use the runtime {PublishedBinary.Path}: it is oci-interceptor itself");
        Refusal(verb, asked, _scratch["copy"]).Should().Be($"cannot use the runtime {_scratch["copy"]}: it is oci-interceptor itself");
    }

    /// <summary>With the flag alone a call becomes the runtime ahead of .NET, whatever the verb; a log or a policy needs .NET.</summary>
    public static TheoryData<string, string> Calls => new() { { "state", "flag" }, { "state", "flag and log" }, { "create", "flag" }, { "create", "policy" } };

    private string Refusal(string verb, string asked, string runtime, params string[] strace)
    {
        var call = Call(verb, asked, runtime);
        var message = ErrorReport.Message((strace.Length == 0 ? call : Traced(call, "all", strace)).Run());
        File.ReadAllBytes(_scratch["bundle/config.json"]).Should().Equal(File.ReadAllBytes(Bundle.TestData("docker-20.10-run.json")));
        return message;
    }

    private Command Call(string verb, string asked, string runtime)
    {
        if (!Directory.Exists(_scratch["bundle"]))
            Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        var policy = _scratch.Write("policy.json", """{ "cloneRuntime": true, "rules": [{ "type": "env", "force": { "A": "B" } }] }""");
        string[] flags = asked switch
        {
            "policy" => ["--oi-config", policy],
            "flag and log" => [Flag, "--oi-log-file", _scratch["our.log"]],
            _ => [Flag],
        };
        return PublishedBinary.Call([.. flags, "--oi-runtime-path", runtime, verb, .. verb == "create" ? new[] { "--bundle", _scratch["bundle"] } : [], "c1"]);
    }

    private Command Traced(Command command, string calls, params string[] options) =>
        new Command("strace", ["-f", "-qq", "-e", "signal=none", "-e", "trace=" + calls, "-o", _scratch["trace"], .. options, command.Program]).Plus(command.Arguments) with { Conditions = command.Conditions };

    private IEnumerable<string> Trace() => File.ReadLines(_scratch["trace"]);
}
