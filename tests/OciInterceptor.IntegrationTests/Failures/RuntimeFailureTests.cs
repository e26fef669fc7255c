using System.Runtime.InteropServices;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Failures;

/// <summary>A runtime that is not there, cannot be run, or is the interceptor again. Law 8: never twice itself.</summary>
public sealed class RuntimeFailureTests : IDisposable
{
    private const int ENOENT = 2;

    private readonly Scratch _scratch = new();
    private readonly Bundle _bundle;
    private readonly string _log;

    public RuntimeFailureTests()
    {
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        _log = _scratch["log"];
    }

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string> Verbs => ["state", "create"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_missing_runtime_is_named(string verb) =>
        Failure(verb, _scratch["nowhere"]).Should().Contain($"cannot use the runtime {_scratch["nowhere"]}: {Marshal.GetPInvokeErrorMessage(ENOENT)}");

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_missing_name_is_named_with_the_places_that_were_searched(string verb)
    {
        string first = _scratch.MakeDirectory("first"), second = _scratch.MakeDirectory("second");
        Failure(verb, "no-such-runtime", $"{first}:{second}").Should().ContainAll("no-such-runtime", first, second);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_runtime_that_is_not_executable_is_named(string verb) =>
        Failure(verb, _scratch.Write("text", "no program")).Should().Contain(_scratch["text"]);

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_runtime_that_is_executable_but_no_program_is_named(string verb)
    {
        var path = _scratch.WriteScript("broken", "");
        File.WriteAllText(path, "#!/no/such/interpreter\n");
        Failure(verb, path).Should().Contain(path);
        File.WriteAllText(path, "\u007fELF");
        Failure(verb, path).Should().Contain(path);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_message_that_nobody_reads_on_stderr_stands_in_the_log_all_the_same(string verb)
    {
        var path = _scratch.WriteScript("broken", "");
        File.WriteAllText(path, "#!/no/such/interpreter\n");
        // Descriptor 2 is a pipe whose only reader is gone: a write to it is a SIGPIPE.
        var call = Call(PublishedBinary.Path, verb, path);
        var result = new Command("sh", "-c", "mkfifo \"$0\" && exec 3<>\"$0\" 2>\"$0\" 3<&- && exec \"$@\"", _scratch["pipe"], call.Program).Plus(call.Arguments).Run();
        result.Exited(1);
        ErrorReport.JsonMessage(File.ReadAllLines(_log).Should().ContainSingle().Subject).Should().Contain(path);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_runtime_that_is_a_directory_is_named(string verb) =>
        Failure(verb, _scratch.MakeDirectory("directory")).Should().Contain(_scratch["directory"]);

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_binary_itself_is_refused_as_runtime(string verb)
    {
        var oi = Copy("oi");
        RefusedAsItself(verb, oi, oi);
        File.CreateSymbolicLink(_scratch["link"], "oi");
        RefusedAsItself(verb, oi, _scratch["link"]);
        File.CreateSymbolicLink(_scratch["chain"], _scratch["link"]);
        RefusedAsItself(verb, oi, _scratch["chain"]);
        new Command("ln", oi, _scratch["hard"]).Run().Succeeded();
        RefusedAsItself(verb, oi, _scratch["hard"]);
        RefusedAsItself(verb, _scratch["hard"], oi);
        RefusedAsItself(verb, _scratch["chain"], _scratch["hard"]);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_binary_as_the_only_runc_on_PATH_is_refused(string verb)
    {
        var directory = _scratch.MakeDirectory("bin");
        var oi = Copy("bin/runc");
        var message = ErrorReport.Message(Call(oi, verb, null).With("PATH", directory).Run());
        message.Should().ContainAll("runc", directory);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_binary_as_the_first_runc_on_PATH_is_skipped(string verb)
    {
        string first = _scratch.MakeDirectory("first"), link = _scratch.MakeDirectory("link"), second = _scratch.MakeDirectory("second");
        var oi = Copy("first/runc");
        File.CreateSymbolicLink(Path.Combine(link, "runc"), oi);
        var runtime = new RecordingRuntime(_scratch, "second/runc");
        Call(oi, verb, null).With("PATH", $"{first}:{link}:{second}").Run().Succeeded();
        runtime.WasCalled.Should().BeTrue();
        runtime.Arguments.Should().StartWith(["--log", _log]);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_PATH_search_passes_over_what_cannot_be_executed(string verb)
    {
        string first = _scratch.MakeDirectory("first"), second = _scratch.MakeDirectory("second"), third = _scratch.MakeDirectory("third");
        _scratch.Write("first/named", "not executable");
        Directory.CreateDirectory(Path.Combine(second, "named"));
        var runtime = new RecordingRuntime(_scratch, "third/named");
        Call(PublishedBinary.Path, verb, "named").With("PATH", $"/nowhere:{first}:{second}:{third}").Run().Succeeded();
        runtime.WasCalled.Should().BeTrue();
    }

    [Theory]
    [InlineData("--oi-no-such-flag", "state", "c1")]
    [InlineData("--oi-runtime-path")]
    [InlineData("--oi-env", "NOVALUE", "create", "c1")]
    [InlineData("--oi-env-force", "=x", "create", "c1")]
    [InlineData("--oi-write-debug-output", "--oi-debug-name", "colour", "create", "c1")]
    [InlineData("--oi-log-file", "/dev/null", "--oi-log-level", "Loud", "create", "c1")]
    [InlineData("--oi-readonly-networking-mounts")]
    [InlineData]
    public void A_wrong_use_of_our_flags_says_how_to_see_the_help(params string[] arguments) =>
        ErrorReport.Message(PublishedBinary.Call(arguments).Run()).Should().Contain("--oi-help");

    private string Copy(string name)
    {
        File.Copy(PublishedBinary.Path, _scratch[name]);
        return _scratch[name];
    }

    private void RefusedAsItself(string verb, string program, string runtime)
    {
        File.Delete(_log);
        ErrorReport.Message(Call(program, verb, runtime).Run()).Should().Contain(runtime);
        ErrorReport.JsonMessage(File.ReadAllLines(_log).Should().ContainSingle().Subject).Should().Contain(runtime);
    }

    private string Failure(string verb, string runtime, string path = "/usr/bin:/bin")
    {
        File.Delete(_log);
        var message = ErrorReport.Message(Call(PublishedBinary.Path, verb, runtime).With("PATH", path).Run());
        ErrorReport.JsonMessage(File.ReadAllLines(_log).Should().ContainSingle().Subject).Should().Be(message);
        return message;
    }

    private Command Call(string program, string verb, string? runtime) =>
        new(program, [.. runtime is null ? [] : new[] { "--oi-runtime-path", runtime }, "--log", _log, "--log-format", "json", verb,
            .. verb == "create" ? new[] { "--bundle", _bundle.Path } : [], "c1"]);
}
