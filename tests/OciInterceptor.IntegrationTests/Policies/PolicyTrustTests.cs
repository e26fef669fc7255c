using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Law 9: whoever could write a policy file rules over every container, so only what root alone can write is one.</summary>
public sealed class PolicyTrustTests : IDisposable
{
    private const string Forced = """{ "rules": [{ "type": "env", "force": { "OI_FORCED": "by-policy" } }] }""";

    private readonly PolicyCall _call = new();

    public PolicyTrustTests() => _call.Directory.Is(Forced);

    public void Dispose() => _call.Dispose();

    [Fact]
    public void A_file_of_root_that_only_root_can_write_is_a_policy() => _call.Variables().Should().Contain("OI_FORCED=by-policy");

    [Attack("Policies, hooks and runtimes that others can write")]
    [Theory]
    [InlineData("chown 1000 config.json", "it is owned by user 1000")]
    [InlineData("chmod g+w config.json", "it is writable by group or others")]
    [InlineData("chmod o+w config.json", "it is writable by group or others")]
    [InlineData("chmod g+w .", "/etc/oci-interceptor is writable by group or others")]
    [InlineData("chmod 1777 .", "/etc/oci-interceptor is writable by group or others")]
    [InlineData("chown 1000 .", "its directory /etc/oci-interceptor is owned by user 1000")]
    [InlineData("chmod o+w /etc", "/etc is writable by group or others")]
    [InlineData("rm config.json; mkdir config.json", "not a regular file")]
    [InlineData("rm config.json; mkfifo config.json", "not a regular file")]
    [InlineData("rm config.json; ln -s /dev/zero config.json", "not a regular file")]
    [InlineData("rm config.json; ln -s missing config.json", "no such file")]
    [InlineData("mkdir conf.d; ln -s missing conf.d/more.json", "no such file")]
    [InlineData("mkdir -p conf.d/10-a.json", "cannot trust /etc/oci-interceptor/conf.d/10-a.json: it is not a regular file")]
    [InlineData("mkdir conf.d; ln -s /etc conf.d/10-a.json", "cannot trust /etc/oci-interceptor/conf.d/10-a.json: it is not a regular file")]
    [InlineData("mkdir conf.d; mkfifo conf.d/10-a.json", "cannot trust /etc/oci-interceptor/conf.d/10-a.json: it is not a regular file")]
    [InlineData("rm config.json; ln -s missing conf.d", "cannot read the policy directory /etc/oci-interceptor/conf.d: no such file or directory")]
    [InlineData("cd ..; rm -r oci-interceptor; ln -s missing oci-interceptor", "cannot follow the link /etc/oci-interceptor to the policy directory: no such file or directory")]
    [InlineData("cd ..; rm -r oci-interceptor; ln -s oci-interceptor oci-interceptor", "cannot follow the link /etc/oci-interceptor to the policy directory: too many levels of symbolic links")]
    [InlineData("cd ..; rm -r oci-interceptor; ln -s passwd oci-interceptor", "cannot read the policy directory /etc/oci-interceptor: it is not a directory")]
    [InlineData("cd ..; rm -r oci-interceptor; : > oci-interceptor", "cannot read the policy directory /etc/oci-interceptor: it is not a directory")]
    [InlineData("mv config.json p; ln -s p config.json; chown -h 1000 config.json", "the symlink /etc/oci-interceptor/config.json -> p is owned by user 1000")]
    [InlineData("mkdir d; mv config.json d/p; chmod 777 d; ln -s d/p config.json", "/etc/oci-interceptor/d is writable by group or others")]
    [InlineData("mkdir d; mv config.json d/p; chown -R 1000 d; ln -s d/p config.json", "its directory /etc/oci-interceptor/d is owned by user 1000")]
    [InlineData("mkdir d; mv config.json real; chmod o+w d; ln -s d/q config.json; ln -s ../real d/q", "/etc/oci-interceptor/d is writable")]
    [InlineData("mkdir d; chmod 1777 d; mv config.json p; ln -s ../p d/l; chown -h 1000 d/l; ln -s d/l config.json", "cannot trust /etc/oci-interceptor/config.json: its directory /etc/oci-interceptor/d is writable by group or others")]
    [InlineData("mkdir d; mv config.json d/p; chmod 1777 d; ln -s d/p config.json", "/etc/oci-interceptor/d is writable by group or others")]
    public void Anything_else_is_refused(string change, string cause) =>
        _call.Refused($"cd /etc/oci-interceptor; {change}; cd /").Should().ContainEquivalentOf(cause).And.Contain("/etc/oci-interceptor");

    [Theory]
    [InlineData("mkdir d; mv config.json d/p; ln -s d/p config.json")]
    [InlineData("mkdir d e; mv config.json d/p; ln -s /etc/oci-interceptor/e/../d e/l; ln -s ./e/l/p config.json")]
    [InlineData("cd /etc; mv oci-interceptor elsewhere; ln -s elsewhere oci-interceptor")]
    [InlineData("mkdir -p a/b/c/d/e/f/g/h; mv config.json a/b/c/d/e/f/g/h/p; ln -s a/b/c/d/e/f/g/h/p config.json; ulimit -n 12")] // one descriptor, however deep
    [InlineData("mkdir d; chmod 1777 d; mv config.json p; ln -s ../p d/l; ln -s d/l config.json")]
    [InlineData("cd /etc; chmod 1777 .; mv oci-interceptor elsewhere; ln -s elsewhere oci-interceptor")] // as rootless Docker has it
    public void A_link_to_a_file_that_can_be_trusted_is_followed(string change) =>
        _call.Variables($"cd /etc/oci-interceptor; {change}; cd /").Should().Contain("OI_FORCED=by-policy");

    [Attack("Policies, hooks and runtimes that others can write")]
    [Theory]
    [InlineData("profiles/mine.json", "--oi-profile", "mine")]
    [InlineData("conf.d/10-more.json")]
    [InlineData("other/policy.json", "--oi-config", "/etc/oci-interceptor/other/policy.json")]
    public void Every_place_of_a_policy_is_looked_at(string file, params string[] flags)
    {
        _call.Directory.Write(file, """{ "rules": [{ "type": "env", "force": { "OI_MORE": "1" } }] }""");
        _call.Refused($"chmod g+w /etc/oci-interceptor/{file}", flags).Should().Contain($"cannot trust /etc/oci-interceptor/{file}: it is writable by group or others");
        _call.Refused($"cd /etc/oci-interceptor; chmod g-w {file}; chmod g+w $(dirname {file}); cd /", flags).Should().Contain($"cannot trust /etc/oci-interceptor/{file}");
        _call.Variables($"cd /etc/oci-interceptor; chmod g-w $(dirname {file}); cd /", flags).Should().Contain("OI_MORE=1");
    }

    [Fact]
    public void A_profile_is_not_looked_for_elsewhere_when_a_link_of_its_directory_leads_nowhere() =>
        _call.Refused("ln -s missing /etc/oci-interceptor/profiles", "--oi-profile", "hardened")
            .Should().Be("oci-interceptor: cannot follow the link /etc/oci-interceptor/profiles to the policy directory: No such file or directory\n");

    [Fact]
    public void Without_the_directory_there_is_no_policy() => _call.Variables("rm -r /etc/oci-interceptor").Should().NotContain("OI_FORCED=by-policy");

    [Fact]
    public void A_file_that_a_rule_names_is_looked_at_as_well()
    {
        _call.Directory.Write("seccomp.json", """{ "defaultAction": "SCMP_ACT_ALLOW" }""");
        _call.Directory.Write("config.json", """{ "rules": [{ "type": "seccomp", "profile": "/etc/oci-interceptor/seccomp.json" }] }""");
        _call.Refused("chown 1000 /etc/oci-interceptor/seccomp.json").Should().Contain("cannot trust /etc/oci-interceptor/seccomp.json: it is owned by user 1000");
        _call.Make("chown 0 /etc/oci-interceptor/seccomp.json").Succeeded();
    }

    [Attack("Policies, hooks and runtimes that others can write")]
    [Theory]
    [InlineData("""{ "type": "hooks", "file": "/etc/oci-interceptor/named/file.json" }""", """{ "hooks": {} }""")]
    [InlineData("""{ "type": "hooks-dir", "directories": ["/etc/oci-interceptor/named"] }""",
        """{ "version": "1.0.0", "hook": { "path": "/usr/bin/true" }, "when": { "always": true }, "stages": [] }""")]
    public void Files_of_hooks_are_looked_at_as_well(string rule, string text)
    {
        const string File = "/etc/oci-interceptor/named/file.json";
        _call.Directory.Write("config.json", $$"""{ "rules": [{{rule}}] }""");
        _call.Directory.Write("named/file.json", text);

        _call.Refused($"chown 1000 {File}").Should().Contain($"cannot trust {File}: it is owned by user 1000");
        _call.Refused($"chown 0 {File}; chmod o+w {File}").Should().Contain($"cannot trust {File}: it is writable by group or others");
        _call.Refused($"chmod o-w {File}; chmod o+w $(dirname {File})").Should().Contain($"cannot trust {File}");
        _call.Make($"chmod o-w $(dirname {File})").Succeeded();
    }

    [Fact]
    public void A_call_without_a_document_needs_no_policy()
    {
        var runtime = new Harness.RecordingRuntime(_call.Scratch, "other");
        var call = Harness.PublishedBinary.Call("--oi-runtime-path", runtime.Path, "state", "c1");
        _call.Directory.Write("config.json", "no policy at all");
        _call.Directory.SeenBy(call).Run().Succeeded();
        runtime.Arguments.Should().Equal("state", "c1");
        _call.Refused().Should().Contain("/etc/oci-interceptor/config.json:1:");
    }
}
