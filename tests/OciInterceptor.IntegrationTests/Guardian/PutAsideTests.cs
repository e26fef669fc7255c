using OciInterceptor.IntegrationTests.Failures;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Guardian;

/// <summary>A link to the interceptor in the place of runc, which stands beside it as runc-real: found without any variable.</summary>
public sealed class PutAsideTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _real;
    private readonly RecordingRuntime _elsewhere;
    private readonly Bundle _bundle;

    public PutAsideTests()
    {
        _scratch.MakeDirectory("assets");
        _scratch.MakeDirectory("other");
        _real = new RecordingRuntime(_scratch, "assets/runc-real");
        _elsewhere = new RecordingRuntime(_scratch, "other/runc");
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        File.CreateSymbolicLink(_scratch["assets/runc"], PublishedBinary.Path);
    }

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string> Verbs => ["state", "run"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void It_is_found_where_the_link_is_called_by_its_path(string verb)
    {
        Call(_scratch["assets/runc"], verb).Run().Succeeded();
        _real.Arguments.Should().Equal(Arguments(verb));
        _elsewhere.WasCalled.Should().BeFalse();
    }

    /// <summary>As containerd's shim calls it: argv[0] is the name alone.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void It_is_found_where_the_link_is_found_in_PATH(string verb)
    {
        new Command("env", $"PATH={_scratch["assets"]}:{_scratch["other"]}:/usr/bin:/bin", "runc", "--oi-env", "A=1").Plus(Arguments(verb)).Run().Succeeded();
        _real.Arguments.Should().Equal(Arguments(verb));
        _elsewhere.WasCalled.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_runtime_that_is_named_goes_before_it(string verb)
    {
        Call(_scratch["assets/runc"], verb, "--oi-runtime-path", _elsewhere.Path).Run().Succeeded();
        _elsewhere.WasCalled.Should().BeTrue();
        _elsewhere.Forget();
        Call(_scratch["assets/runc"], verb).With("GUARDIAN_RUNC_SHIM_BINARY", _elsewhere.Path).With("GUARDIAN_RUNC_SHIM_LOGFILE", "").Run().Succeeded();
        _elsewhere.WasCalled.Should().BeTrue();
        _real.WasCalled.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void It_goes_before_the_operators_link_and_before_PATH(string verb)
    {
        File.CreateSymbolicLink(Path.Combine(_scratch.MakeDirectory("etc/oci-interceptor"), "runtime"), _elsewhere.Path);
        Where(Call(_scratch["assets/runc"], verb)).Run().Succeeded();
        _real.WasCalled.Should().BeTrue();
        _elsewhere.WasCalled.Should().BeFalse();

        // The control: under another name the link counts.
        Where(Call(PublishedBinary.Path, verb)).Run().Succeeded();
        _elsewhere.WasCalled.Should().BeTrue();

        Command Where(Command call) => call with
        {
            Program = "unshare",
            Arguments = [.. new Command("", "--mount", "sh", "-c", "mount --bind \"$0\" /etc && exec \"$@\"", _scratch["etc"], call.Program).Arguments, .. call.Arguments],
        };
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void In_a_directory_that_others_can_write_it_is_refused(string verb)
    {
        new Command("chmod", "1777", _scratch["assets"]).Run().Succeeded();
        ErrorReport.Message(Call(_scratch["assets/runc"], verb).Run()).Should().Be(
            $"cannot use the diverted runtime {_real.Path}: its directory must be owned by root or the effective user, and not writable by group or others");
        _real.WasCalled.Should().BeFalse();
    }

    /// <summary>Law 8: never twice itself.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_interceptor_itself_as_the_one_put_aside_is_refused(string verb)
    {
        File.Delete(_real.Path);
        File.CreateSymbolicLink(_real.Path, PublishedBinary.Path);
        ErrorReport.Message(Call(_scratch["assets/runc"], verb).Run()).Should().Be($"cannot use the runtime {_real.Path}: it is oci-interceptor itself");
        _elsewhere.WasCalled.Should().BeFalse();
    }

    private string[] Arguments(string verb) => verb == "run" ? ["run", "--bundle", _bundle.Path, "c1"] : [verb, "c1"];

    private Command Call(string program, string verb, params string[] flags) =>
        new Command(program, [.. flags, "--oi-env", "A=1", .. Arguments(verb)]).With("PATH", _scratch["other"] + ":/usr/bin:/bin");
}
