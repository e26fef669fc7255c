using OciInterceptor.IntegrationTests.Failures;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>
/// The operator's link, /etc/oci-interceptor/runtime. Each call has a mount namespace of its own with a directory of the
/// test in the place of /etc, so the host's stays as it is.
/// </summary>
public sealed class RuntimeLinkTests : IDisposable
{
    private const string Link = "/etc/oci-interceptor/runtime";

    private readonly Scratch _scratch = new();
    private readonly Bundle _bundle;
    private readonly RecordingRuntime _linked;
    private readonly RecordingRuntime _onPath;
    private readonly string _directory;

    public RuntimeLinkTests()
    {
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        _scratch.MakeDirectory("bin");
        _onPath = new RecordingRuntime(_scratch, "bin/runc");
        _directory = _scratch.MakeDirectory("etc/oci-interceptor");
        _scratch.MakeDirectory("etc/runtimes");
        _linked = new RecordingRuntime(_scratch, "etc/runtimes/real");
    }

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string> Verbs => ["state", "create"];

    public static TheoryData<string, string> VerbsAndTargets()
    {
        var rows = new TheoryData<string, string>();
        foreach (var verb in new[] { "state", "create" })
        {
            foreach (var target in new[] { "/etc/runtimes/real", "../runtimes/real", "real", "second" })
                rows.Add(verb, target);
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(VerbsAndTargets))]
    public void Its_target_is_the_runtime_by_path_from_its_directory_or_by_name(string verb, string target)
    {
        // A second link on the way is the file system's business.
        File.CreateSymbolicLink(_scratch["bin/second"], "/etc/runtimes/real");
        File.CreateSymbolicLink(_scratch["bin/real"], "/etc/runtimes/real");
        Point(target);
        Call(verb).Run().Succeeded();
        _linked.WasCalled.Should().BeTrue();
        _onPath.WasCalled.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Without_it_the_runtime_is_runc_on_PATH(string verb)
    {
        Call(verb).Run().Succeeded();
        _onPath.WasCalled.Should().BeTrue();
        _onPath.Forget();
        Directory.Delete(_directory);
        Call(verb).Run().Succeeded();
        _onPath.WasCalled.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_runtime_named_by_the_flag_needs_no_link(string verb)
    {
        Point("/nowhere");
        File.SetUnixFileMode(_directory, (UnixFileMode)0b111_111_111);
        Call(verb, "--oi-runtime-path", _onPath.Path).Run().Succeeded();
        _onPath.WasCalled.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_regular_file_in_its_place_is_refused(string verb)
    {
        File.Copy(_linked.Path, Path.Combine(_directory, "runtime"));
        Refused(verb).Should().Contain("not a symbolic link");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_target_that_is_not_there_is_refused_and_no_other_runtime_looked_for(string verb)
    {
        Point("/etc/runtimes/none");
        ErrorReport.Message(Call(verb).Run()).Should().Contain($"/etc/runtimes/none, the target of the link {Link}: ");
        _onPath.WasCalled.Should().BeFalse();
    }

    [Attack("Policies, hooks and runtimes that others can write")]
    [Theory]
    [InlineData("state", "0775", "0:0")]
    [InlineData("create", "0775", "0:0")]
    [InlineData("state", "0757", "0:0")]
    [InlineData("create", "0757", "0:0")]
    [InlineData("state", "1777", "0:0")]
    [InlineData("create", "0755", "1234:0")]
    [InlineData("state", "0755", "1234:0")]
    public void A_directory_that_others_can_write_is_refused(string verb, string mode, string owner)
    {
        Point("/etc/runtimes/real");
        new Command("chown", owner, _directory).Run().Succeeded();
        new Command("chmod", mode, _directory).Run().Succeeded();
        Refused(verb).Should().Contain($"{Link} -> /etc/runtimes/real: ").And.Contain("writable");
    }

    /// <summary>By the name of the call alone: not every call of a container has its flags, or a document.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_call_under_the_name_of_a_profile_goes_by_the_profiles_own_link(string verb)
    {
        _scratch.MakeDirectory("etc/oci-interceptor/profiles");
        _scratch.Write("etc/oci-interceptor/profiles/strict.json", "{}");
        var own = new RecordingRuntime(_scratch, "etc/runtimes/own");
        var ownLink = _scratch["etc/oci-interceptor/profiles/strict.runtime"];
        File.CreateSymbolicLink(ownLink, "/etc/runtimes/own");
        File.CreateSymbolicLink(_scratch["oci-interceptor-strict"], PublishedBinary.Path);
        Point("/etc/runtimes/real");

        CallBy(_scratch["oci-interceptor-strict"], verb).Run().Succeeded();
        Called(own, _linked, _onPath).Should().Equal(own);
        Call(verb, "--oi-profile", "strict").Run().Succeeded();
        Called(own, _linked, _onPath).Should().Equal(_linked);
        _scratch.Write("etc/oci-interceptor/config.json", """{ "profiles": ["strict"] }""");
        Call(verb).Run().Succeeded();
        Called(own, _linked, _onPath).Should().Equal(_linked);
        CallBy(_scratch["oci-interceptor-strict"], verb, "--oi-runtime-path", _onPath.Path).Run().Succeeded();
        Called(own, _linked, _onPath).Should().Equal(_onPath);

        File.Delete(ownLink);
        CallBy(_scratch["oci-interceptor-strict"], verb).Run().Succeeded();
        Called(own, _linked, _onPath).Should().Equal(_linked);
    }

    [Attack("Policies, hooks and runtimes that others can write")]
    [Theory]
    [InlineData("state", "/etc/runtimes/real", "0755", "1234:0")]
    [InlineData("create", "/etc/runtimes/real", "0755", "1234:0")]
    [InlineData("state", "../runtimes/real", "0775", "0:0")]
    [InlineData("create", "real", "0757", "0:0")]
    [InlineData("state", "real", "0755", "1234:0")]
    public void A_runtime_that_others_can_write_is_refused(string verb, string target, string mode, string owner)
    {
        File.CreateSymbolicLink(_scratch["bin/real"], "/etc/runtimes/real");
        Point(target);
        Call(verb).Run().Succeeded();
        _linked.WasCalled.Should().BeTrue("it is root's");
        _linked.Forget();

        new Command("sh", "-ec", "chown \"$1\" \"$3\"; chmod \"$2\" \"$3\"", "sh", owner, mode, _linked.Path).Run().Succeeded();

        Refused(verb).Should().Contain("must be owned by root or the effective user, and not writable by group or others");
    }

    /// <summary>Law 8: never twice itself.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_link_to_the_binary_itself_is_refused(string verb)
    {
        Point(PublishedBinary.Path);
        ErrorReport.Message(Call(verb).Run()).Should().ContainAll(PublishedBinary.Path, Link, "oci-interceptor itself");
    }

    private string Refused(string verb)
    {
        var message = ErrorReport.Message(Call(verb).Run());
        message.Should().Contain(Link);
        _linked.WasCalled.Should().BeFalse();
        _onPath.WasCalled.Should().BeFalse();
        return message;
    }

    private void Point(string target) => File.CreateSymbolicLink(Path.Combine(_directory, "runtime"), target);

    /// <summary>Those that were called, which is then forgotten.</summary>
    private static RecordingRuntime[] Called(params RecordingRuntime[] runtimes)
    {
        var called = runtimes.Where(runtime => runtime.WasCalled).ToArray();
        Array.ForEach(runtimes, runtime => runtime.Forget());
        return called;
    }

    private Command Call(string verb, params string[] flags) => CallBy(PublishedBinary.Path, verb, flags);

    private Command CallBy(string program, string verb, params string[] flags)
    {
        string[] call = [program, .. flags, "--oi-env", "A=1", verb, .. verb == "create" ? new[] { "--bundle", _bundle.Path } : [], "c1"];
        return new Command("unshare", ["--mount", "sh", "-c", "mount --bind \"$0\" /etc && PATH=$1 && shift && exec \"$@\"", _scratch["etc"], _scratch["bin"], .. call]);
    }
}
