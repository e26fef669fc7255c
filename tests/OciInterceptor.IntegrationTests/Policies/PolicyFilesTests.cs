namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Which files make the policy of a call, and in which order their rules apply.</summary>
public sealed class PolicyFilesTests : IDisposable
{
    private readonly PolicyCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public void Rules_apply_in_the_order_file_directory_by_bytes_profiles_flags()
    {
        _call.Directory.Is(Append("config", "\"profiles\": [\"first\", \"second\"],"));
        // The bytes' order, which is no dictionary's: digits, capitals, small letters, and 10 before 9.
        foreach (var name in new[] { "a", "9", "é", "Z", "10", "_" })
            _call.Directory.Write($"conf.d/{name}.json", Append(name));
        _call.Directory.Write("conf.d/ignored.txt", "no policy");
        _call.Directory.Write("conf.d/ignored.json~", "no policy");
        foreach (var profile in new[] { "first", "second", "flag" })
            _call.Directory.Write($"profiles/{profile}.json", Append(profile));

        _call.Variables(":", "--oi-profile", "flag", "--oi-profile", "first", "--oi-env-force", "OI_LAST=flags")
            .Where(entry => entry.StartsWith("OI_", StringComparison.Ordinal)).Should().Equal(
                "OI_LAST=flags", "OI_config=", "OI_10=", "OI_9=", "OI_Z=", "OI__=", "OI_a=", "OI_é=", "OI_first=", "OI_second=", "OI_flag=");
    }

    /// <summary>The scan ahead of .NET must know the ending too, or such a call would pass without being judged.</summary>
    [Theory]
    [InlineData("config.jsonc")]
    [InlineData("conf.d/a.jsonc")]
    public void A_policy_with_comments_in_its_ending_holds_alone(string name)
    {
        _call.Directory.Write(name, "// for everybody\n" + Append("commented"));
        _call.Variables().Should().Contain("OI_commented=");
    }

    [Fact]
    public void A_profile_may_have_the_other_ending_and_both_are_refused()
    {
        _call.Directory.Write("profiles/team.jsonc", Append("commented"));
        _call.Variables(":", "--oi-profile", "team").Should().Contain("OI_commented=");

        _call.Directory.Write("profiles/team.json", Append("other"));
        _call.Refused(":", "--oi-profile", "team").Should().Be(
            "oci-interceptor: cannot choose between /etc/oci-interceptor/profiles/team.json and /etc/oci-interceptor/profiles/team.jsonc: remove one of them\n");
        _call.Directory.Write("config.json", Append("config"));
        _call.Directory.Write("config.jsonc", Append("commented"));
        _call.Refused().Should().Contain("cannot choose between /etc/oci-interceptor/config.json and /etc/oci-interceptor/config.jsonc");
    }

    [Fact]
    public void A_file_that_the_call_names_takes_the_place_of_the_others()
    {
        _call.Directory.Is(Append("config"));
        _call.Directory.Write("conf.d/a.json", Append("a"));
        _call.Directory.Write("named.json", Append("named"));
        _call.Variables(":", "--oi-config", "/etc/oci-interceptor/named.json")
            .Where(entry => entry.StartsWith("OI_", StringComparison.Ordinal)).Should().Equal("OI_LAST=named", "OI_named=");
    }

    [Theory]
    [InlineData("{ \"rulse\": [] }", ":1:3: ", "\"rulse\"", "did you mean \"rules\"?")]
    [InlineData("{\n\t\"rules\": [{ \"type\": \"capabilites\" }]\n}", ":2:22: ", "\"capabilites\"", "did you mean \"capabilities\"?")]
    [InlineData("{ \"rules\": [\n{ \"type\": \"env\", \"forse\": {} }] }", ":2:18: ", "\"forse\"", "did you mean \"force\"?")]
    [InlineData("{ \"rules\": [{ \"type\": \"umask\", \"value\": \"0027\", \"mode\": \"warm\" }] }", ":1:57: ", "\"warm\"", "did you mean \"warn\"?")]
    [InlineData("{ \"rules\": [{ \"type\": \"deny\", \"message\": \"no\" }] }", ":1:13: ", "deny", "needs \"when\"")]
    [InlineData("{ \"rules\": [{ \"type\": \"deny\", \"when\": { \"hostnam\": \"x\" } }] }", ":1:41: ", "\"hostnam\"", "did you mean \"hostname\"?")]
    [InlineData("{ \"rules\": [{ \"type\": \"env\", \"type\": \"deny\" }] }", ":1:", "type", "config.json")]
    [InlineData("{ \"rules\": [ }", ":1:14: ", "config.json", "config.json")]
    [InlineData("", ":1:1: ", "config.json", "config.json")]
    public void An_error_says_where_it_is_and_what_was_meant(string policy, string place, string word, string hint)
    {
        _call.Directory.Is(policy);
        _call.Refused().Should().Contain("/etc/oci-interceptor/config.json" + place).And.Contain(word).And.Contain(hint);
    }

    [Fact]
    public void A_file_of_the_operators_takes_the_place_of_the_built_in_profile_of_its_name()
    {
        _call.Directory.Write("profiles/hardened.json", Append("own"));
        _call.Variables(":", "--oi-profile", "hardened").Should().Contain("OI_own=");
        HasNoNewPrivileges().Should().BeFalse();

        File.Delete(_call.Directory["profiles/hardened.json"]);
        _call.Variables(":", "--oi-profile", "hardened");
        HasNoNewPrivileges().Should().BeTrue("the built-in one sets that");

        bool HasNoNewPrivileges() => (bool?)_call.Bundle.Read()["process"]!["noNewPrivileges"] ?? false;
    }

    [Fact]
    public void A_profile_cannot_name_profiles()
    {
        _call.Directory.Write("profiles/outer.json", Append("outer", "\"profiles\": [\"ctf\"],"));
        _call.Refused(":", "--oi-profile", "outer").Should().Contain("/etc/oci-interceptor/profiles/outer.json:1:").And.Contain("a profile cannot name profiles");
    }

    [Fact]
    public void A_profile_that_is_nowhere_is_named() =>
        _call.Refused(":", "--oi-profile", "no-such").Should().Contain("no-such").And.Contain("/etc/oci-interceptor/profiles/no-such.json");

    [Theory]
    [InlineData("../config")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    public void A_profile_is_a_name_and_no_path(string profile)
    {
        _call.Directory.Is(Append("config"));
        _call.Refused(":", "--oi-profile", profile).Should().Contain(profile);
    }

    // Rules of one variable each show their order; the last that forces OI_LAST wins.
    private static string Append(string name, string members = "") =>
        $$"""{ {{members}} "rules": [{ "type": "env", "force": { "OI_LAST": "{{name}}", "OI_{{name}}": "" } }] }""";
}
