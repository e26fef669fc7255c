using OciInterceptor.Collections;
using OciInterceptor.Policy;

namespace OciInterceptor.Tests.Policy;

public sealed class UnreadFilesTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("mkdir conf.d; : > conf.d/a.json; : > conf.d/a.yaml", "conf.d/a.yaml", "its name does not end in .json or .jsonc")]
    [InlineData("mkdir conf.d; : > conf.d/a.jsonc; : > conf.d/a.conf", "conf.d/a.conf", "its name does not end in .json or .jsonc")]
    [InlineData("mkdir conf.d; : > conf.d/a.json; : > conf.d/b.JSON", "conf.d/b.JSON", "its name does not end in .json or .jsonc")]
    [InlineData("mkdir conf.d; : > conf.d/a.json; : > conf.d/b", "conf.d/b", "its name does not end in .json or .jsonc")]
    [InlineData("mkdir conf.d; : > conf.d/a.json; ln -s gone conf.d/b.yml", "conf.d/b.yml", "it is a dangling link, and its name does not end in .json or .jsonc")]
    [InlineData("mkdir conf.d; : > conf.d/a.json; ln -s a.json conf.d/b.yml", "conf.d/b.yml", "its name does not end in .json or .jsonc")]
    [InlineData("mkdir -p conf.d/team; : > conf.d/a.json", "conf.d/team", "files must be in {S}/conf.d itself")]
    [InlineData(": > config.yaml", "config.yaml", "want {S}/config.json, or a file in {S}/conf.d")]
    [InlineData(": > config", "config", "want {S}/config.json, or a file in {S}/conf.d")]
    [InlineData(": > Config.json", "Config.json", "want {S}/config.json, or a file in {S}/conf.d")]
    [InlineData(": > config.prod.json", "config.prod.json", "want {S}/config.json, or a file in {S}/conf.d")]
    [InlineData("mkdir config.d", "config.d", "want {S}/conf.d")]
    [InlineData("mkdir rules.d", "rules.d", "want {S}/conf.d")]
    [InlineData("mkdir profile", "profile", "want {S}/profiles")]
    [InlineData("mkdir profiles; : > profiles/a.yaml", "profiles/a.yaml", "its name does not end in .json or .jsonc")]
    [InlineData("mkdir profiles; : > 'profiles/my own.json'", "profiles/my own.json", "a profile cannot have this name")]
    [InlineData("mkdir -p profiles/a.json", "profiles/a.json", "files must be in {S}/profiles itself")]
    public void What_looks_like_a_policy_and_is_not_read_is_named(string change, string path, string cause)
    {
        Make(change);

        Found().Should().Equal(new UnreadFile(_root[path], $"{_root[path]} is not read: {cause.Replace("{S}", _root.Path, StringComparison.Ordinal)}"));
    }

    [Theory]
    [InlineData("mkdir conf.d")]
    [InlineData("mkdir conf.d; : > conf.d/README.md; : > config.json")]
    public void A_directory_without_a_policy_is_named(string change)
    {
        Make(change);

        Found().Should().Equal(new UnreadFile(_root["conf.d"], $"{_root["conf.d"]} holds no policy file: want names that end in .json or .jsonc", HidesRules: false));
    }

    [Theory]
    [InlineData(":")]
    [InlineData(": > config.json; mkdir conf.d profiles installed; : > conf.d/a.jsonc; : > profiles/a.jsonc; ln -s gone profiles/a.runtime; ln -s gone runtime")]
    [InlineData(": > config.jsonc; : > seccomp.json; : > policy.json")]
    [InlineData("mkdir conf.d; : > conf.d/a.json; ln -s gone conf.d/b.json")]
    [InlineData("mkdir conf.d; cd conf.d; : > a.json; for n in .gitkeep .a.json.swp '#a.json#' a.json~ a.json.bak a.json.dpkg-dist a.json.rpmnew a.ucf-old a.json.oi-1 a.disabled README LICENSE.txt; do : > \"$n\"; done")]
    [InlineData(": > config.json.bak; : > config.json~")]
    [InlineData(": > conf.d")]
    public void What_is_read_or_put_aside_on_purpose_is_not(string change)
    {
        Make(change);

        Found().Should().BeEmpty();
    }

    private ImmutableArray<UnreadFile> Found() => new UnreadFiles(new PolicyPaths(_root.Path)).All;

    private void Make(string change) => Shell.Run("sh", ["-ec", $"cd {_root.Path}; {change}"]);
}
