using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Policy.Kept;

namespace OciInterceptor.Tests.Policy.Kept;

public sealed class KeptPoliciesTests : IDisposable
{
    private const uint Mode = 0b110_100_000;

    private readonly TemporaryDirectory _root = new();
    private readonly PolicyPaths _paths;
    private readonly KeptPolicies _kept;

    public KeptPoliciesTests()
    {
        _paths = new PolicyPaths(_root.Path);
        _kept = new KeptPolicies(_paths);
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public void The_newest_is_the_first_of_all_files()
    {
        Keep("one");
        Keep(null, "team");
        Keep("two");

        _kept.All.Select(old => (old.Target.Path, Text(old))).Should().Equal(
            (_root["config.json"], "two"), (_root["conf.d/team.json"], null), (_root["config.json"], "one"));
        _kept.Of(Target("team")).Select(Text).Should().Equal((string?)null);
    }

    [Fact]
    public void Content_is_kept_once_at_its_newest_place()
    {
        foreach (var content in (string[])["a", "b", "b", "a"])
        {
            Keep(content);
        }

        _kept.All.Select(Text).Should().Equal("a", "b");
    }

    [Fact]
    public void Ten_are_kept_of_each_file()
    {
        Keep("team", "team");
        for (var i = 0; i < 14; i++)
        {
            Keep($"{i}");
        }

        _kept.Of(Target()).Select(Text).Should().Equal(Enumerable.Range(4, 10).Reverse().Select(i => $"{i}"));
        _kept.Of(Target("team")).Should().HaveCount(1);
    }

    /// <summary>A policy may hold values that are not for everybody.</summary>
    [Fact]
    public void The_directory_is_its_owners_alone_and_a_file_has_the_mode_to_come_back_with()
    {
        Keep("one");
        File.GetUnixFileMode(_root["kept"]).Should().Be((UnixFileMode)0b111_000_000);
        File.GetUnixFileMode(_root["kept/config.json.1"]).Should().Be((UnixFileMode)Mode);
    }

    [Fact]
    public void What_is_kept_is_never_read_as_a_policy()
    {
        Keep("one");
        Keep("two", "team");

        new PolicyLoader(_paths, new FakeHost()).FilesFor(Call.RawArguments.Of("create").Options).Should().BeEmpty();
        new UnreadFiles(_paths).All.Should().BeEmpty();
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("config.json.x")]
    [InlineData("config.yaml.3")]
    [InlineData("lock")]
    [InlineData("config.json.9223372036854775807")]
    [InlineData("config.json.aside-1")]
    [InlineData(".1")]
    public void Other_files_are_passed_over(string name)
    {
        Keep("one");
        _root.File($"kept/{name}", "other");

        _kept.All.Select(Text).Should().Equal("one");
        Keep("two");
        _kept.All.Select(old => old.Number).Should().Equal(2, 1);
    }

    [Theory]
    [InlineData("mkfifo -m 600", 0b110_100_100)]
    [InlineData("install -m 640 /dev/null", 0b110_100_000)]
    public void Only_a_regular_file_keeps_others_out(string make, uint mode)
    {
        Shell.Run("sh", ["-ec", $"{make} {_root["new"]}"]);
        PolicyReplacement.ModeOf(_root["new"]).Should().Be(mode);
    }

    /// <summary>It is there that the new file gets its name, which must be on the disk.</summary>
    [Fact]
    public void A_links_file_has_a_directory_of_its_own()
    {
        Directory.CreateDirectory(_root["real"]);
        File.CreateSymbolicLink(_root["config.json"], _root.File("real/policy.json").Replace(_root.Path + "/", "", StringComparison.Ordinal));

        Target().RealDirectory.Should().Be(_root["real"]);
        Target("team").RealDirectory.Should().Be(_root["conf.d"]);
    }

    [Fact]
    public void One_that_others_can_write_is_not_brought_back()
    {
        Keep("one");
        File.SetUnixFileMode(_root["kept/config.json.1"], (UnixFileMode)0b110_110_110);

        _kept.All[0].Invoking(old => old.Read()).Should().Throw<InterceptorException>().WithMessage("cannot trust * is writable by group or others");
        KeptPolicies.Same(_kept.All[0], Encoding.UTF8.GetBytes("one")).Should().BeFalse();
    }

    [Theory]
    [InlineData(null, null, "config.json")]
    [InlineData("profiles-x", null, "conf.d-profiles-x.json")]
    [InlineData(null, "conf.d-x", "profiles-conf.d-x.json")]
    public void A_key_leads_back_to_its_file(string? name, string? profile, string key)
    {
        var target = PolicyTarget.Of(_paths, name, profile);

        target.Key.Should().Be(key);
        PolicyTarget.OfKey(_paths, key).Should().Be(target);
    }

    [Fact]
    public void A_file_that_was_changed_in_the_meantime_is_left()
    {
        var file = _root.File("config.json", "edited");

        FluentActions.Invoking(() => new PolicyReplacement(Target(), _kept).Make(new PlacedFile("read"u8.ToArray()), "new"u8.ToArray(), Mode, isTrusted: true))
            .Should().Throw<InterceptorException>().WithMessage($"cannot replace {file}: it was changed in the meantime");
        File.ReadAllText(file).Should().Be("edited");
        _kept.All.Should().BeEmpty();
    }

    /// <summary>Killed after any step, what is in place is the old or the new one, and the newest kept one that differs is the other.</summary>
    [Fact]
    public void The_way_back_is_kept_before_the_file_goes()
    {
        _root.File("config.json", "old");
        Directory.CreateDirectory(_root["conf.d"]);
        Directory.CreateDirectory(_root["conf.d/team.json"]);

        FluentActions.Invoking(() => new PolicyReplacement(Target("team"), _kept).Make(new PlacedFile(null), "new"u8.ToArray(), Mode, isTrusted: true)).Should().Throw<InterceptorException>();
        new PolicyReplacement(Target(), _kept).Make(new PlacedFile("old"u8.ToArray()), "new"u8.ToArray(), Mode, isTrusted: true);

        _kept.Of(Target()).Select(Text).Should().Equal("new", "old");
    }

    private PolicyTarget Target(string? name = null) => PolicyTarget.Of(_paths, name, null);

    private void Keep(string? content, string? name = null) => _kept.Keep(Target(name), content is null ? null : Encoding.UTF8.GetBytes(content), Mode);

    private static string? Text(KeptPolicy old) => old.Read() is { } content ? Encoding.UTF8.GetString(content) : null;
}
