using OciInterceptor.Host.Features;
using OciInterceptor.Linux;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Tests.Host.Features;

public sealed class FeaturesCacheTests : IDisposable
{
    private const string Document = "{\"ociVersionMax\":\"1.2.0\",\"annotations\":{\"run.oci.crun.version\":\"1.30\"}}";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_runtime_is_asked_once_for_each_file()
    {
        var runtime = Runtime($"echo '{Document}'");

        for (var call = 0; call < 3; call++)
        {
            Answer(runtime).Features!.Name.Should().Be("crun 1.30");
        }
        Calls.Should().Be(1);

        File.WriteAllText(runtime, File.ReadAllText(runtime).Replace("1.30", "1.31", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(runtime, DateTime.UtcNow.AddSeconds(3));
        Answer(runtime).Features!.Name.Should().Be("crun 1.31");
        Calls.Should().Be(2);
    }

    [Theory]
    [InlineData("echo no such command >&2; exit 1", "{0} features failed: no such command")]
    [InlineData("echo runc: version 1", "{0} features prints no features document: *")]
    [InlineData("echo '[]'", "{0} features prints no features document: it lacks ociVersionMax")]
    [InlineData("kill -9 $$", "{0} features failed")]
    [InlineData("sleep 60", "{0} features failed: it did not end within 0.5 s")]
    public void A_runtime_that_does_not_answer_is_not_asked_again(string script, string fault)
    {
        var runtime = Runtime(script);

        for (var call = 0; call < 2; call++)
        {
            var answer = Cache(patience: script.StartsWith("sleep", StringComparison.Ordinal) ? TimeSpan.FromSeconds(0.5) : null).Answer(runtime);
            answer.Features.Should().BeNull();
            answer.Fault.Should().Match(string.Format(null, fault, runtime));
        }
        Calls.Should().Be(1);
    }

    [Fact]
    public async Task Many_calls_at_once_ask_once()
    {
        var runtime = Runtime($"sleep 0.2; echo '{Document}'");

        var answers = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() => Answer(runtime), TaskCreationOptions.LongRunning)).ToArray();

        (await Task.WhenAll(answers)).Should().OnlyContain(answer => answer.Features!.Name == "crun 1.30");
        Calls.Should().Be(1);
    }

    [Fact]
    public void A_call_that_was_killed_while_it_asked_is_not_followed_by_another()
    {
        var runtime = Runtime($"echo '{Document}'");
        Directory.CreateDirectory(_directory["cache"]);
        File.WriteAllBytes(Kept(runtime), KeptAnswer.Pending(runtime).ToArray());

        Answer(runtime).Fault.Should().Be($"{runtime} did not answer when it was asked for its features");
        Calls.Should().Be(0);
    }

    [Fact]
    public void Where_nothing_can_be_kept_a_call_asks_nothing_and_a_command_does()
    {
        var runtime = Runtime($"echo '{Document}'");
        File.WriteAllText(_directory["cache"], "");

        Answer(runtime).Fault.Should().Be($"cannot cache its features in {_directory["cache"]}, so {runtime} is not asked for them");
        Calls.Should().Be(0);
        var cache = Cache();
        cache.IsCommand = true;
        cache.Answer(runtime).Features!.Name.Should().Be("crun 1.30");
    }

    [Fact]
    public void A_command_asks_anew_where_the_answer_is_missing()
    {
        var runtime = Runtime($"test -e {_directory["ready"]} || exit 1; echo '{Document}'");
        Answer(runtime).Features.Should().BeNull();
        File.WriteAllText(_directory["ready"], "");
        Answer(runtime).Features.Should().BeNull();

        for (var command = 0; command < 2; command++)
        {
            var cache = Cache();
            cache.IsCommand = true;
            cache.Answer(runtime).Features!.Name.Should().Be("crun 1.30");
        }
        Answer(runtime).Features!.Name.Should().Be("crun 1.30");
        Calls.Should().Be(2);
    }

    [Fact]
    public void Another_directory_has_the_answer_where_the_first_has_a_failure()
    {
        var runtime = Runtime("exit 1");
        Answer(runtime);
        Directory.CreateDirectory(_directory["mine"]);
        File.WriteAllText(Path.Combine(_directory["mine"], Path.GetFileName(Kept(runtime))), $"{{\"features\":{Document}}}");

        new FeaturesCache([_directory["cache"], _directory["mine"]], "/usr/bin:/bin").Answer(runtime).Features!.Name.Should().Be("crun 1.30");
    }

    [Fact]
    public void An_answer_that_others_could_have_written_is_not_believed()
    {
        var runtime = Runtime("exit 1");
        Answer(runtime);
        File.WriteAllText(Kept(runtime), $"{{\"features\":{Document}}}");
        File.SetUnixFileMode(Kept(runtime), (UnixFileMode)Permissions.ForAll);

        Answer(runtime).Should().Match<RuntimeAnswer>(answer => answer.Features == null && answer.Fault!.StartsWith($"cannot read what {runtime} answered: cannot trust "));
    }

    [Fact]
    public void A_directory_that_others_can_write_keeps_no_answer()
    {
        var runtime = Runtime($"echo '{Document}'");
        Directory.CreateDirectory(_directory["cache"]);
        File.SetUnixFileMode(_directory["cache"], (UnixFileMode)Permissions.Access);

        Answer(runtime).Features.Should().BeNull();
        Calls.Should().Be(0);
    }

    [Theory]
    [InlineData("cache")]
    [InlineData("cache/features")]
    public void A_link_in_the_place_of_a_directory_is_not_followed(string link)
    {
        Directory.CreateDirectory(_directory["elsewhere"]);
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[link])!);
        File.CreateSymbolicLink(_directory[link], _directory["elsewhere"]);

        var runtime = Runtime($"echo '{Document}'");
        new FeaturesCache([_directory["cache/features"]], "/usr/bin:/bin") { Patience = TimeLimit.OfAProgram }.Answer(runtime).Features.Should().BeNull();

        Calls.Should().Be(0);
        Directory.EnumerateFileSystemEntries(_directory["elsewhere"]).Should().BeEmpty();
    }

    [Fact]
    public void Both_directories_are_made_for_all_to_read()
    {
        var runtime = Runtime($"echo '{Document}'");

        new FeaturesCache([_directory["cache/features"]], "/usr/bin:/bin") { Patience = TimeLimit.OfAProgram }.Answer(runtime).Features!.Name.Should().Be("crun 1.30");

        File.GetUnixFileMode(_directory["cache"]).Should().Be((UnixFileMode)Permissions.PublicDirectory);
        File.GetUnixFileMode(_directory["cache/features"]).Should().Be((UnixFileMode)Permissions.PublicDirectory);
    }

    [Fact]
    public void The_next_directory_is_taken_where_the_first_cannot_be_written()
    {
        var runtime = Runtime($"echo '{Document}'");
        var cache = new FeaturesCache(["/proc/none/features", _directory["mine"]], "/usr/bin:/bin") { Patience = TimeLimit.OfAProgram };

        cache.Answer(runtime).Features!.Name.Should().Be("crun 1.30");
        cache.Answer(runtime).Features!.Name.Should().Be("crun 1.30");
        Calls.Should().Be(1);
        File.Exists(Path.Combine(_directory["mine"], Path.GetFileName(Kept(runtime)))).Should().BeTrue();
    }

    [Fact]
    public void The_runtime_gets_nothing_of_the_callers_environment()
    {
        Environment.SetEnvironmentVariable("OI_FEATURES_TEST", "1");
        var runtime = Runtime($"env > {_directory["env"]}; echo '{Document}'");

        Answer(runtime).Features!.Name.Should().Be("crun 1.30");

        File.ReadAllText(_directory["env"]).Should().Contain("PATH=/usr/bin:/bin").And.NotContain("OI_FEATURES_TEST");
    }

    [Fact]
    public void What_comes_before_the_question_happens_only_before_a_question()
    {
        var times = 0;
        var runtime = Runtime($"echo '{Document}'");
        for (var call = 0; call < 2; call++)
        {
            var cache = Cache();
            cache.BeforeAsking = () => times++;
            cache.Answer(runtime);
        }
        times.Should().Be(1);
    }

    [Fact]
    public void A_runtime_that_is_gone_is_said() =>
        Answer(_directory["none"]).Fault.Should().StartWith($"{_directory["none"]} cannot be examined: ");

    [Fact]
    public void The_name_of_an_answer_tells_files_apart()
    {
        var one = Runtime("true");
        var other = _directory["copy"];
        File.Copy(one, other);
        File.SetLastWriteTimeUtc(other, File.GetLastWriteTimeUtc(one));

        FeaturesCache.NameOf(FileStatus.Of(one)).Should().NotBe(FeaturesCache.NameOf(FileStatus.Of(other))).And.MatchRegex("^[0-9]+:[0-9]+-[0-9]+-[0-9]+-[0-9]+\\.[0-9]{9}$");
        new DateTimeOffset(File.GetLastWriteTimeUtc(one)).ToUnixTimeSeconds().Should().Be(FileStatus.Of(one).ModifiedSeconds);
    }

    private int Calls => File.Exists(_directory["calls"]) ? File.ReadAllLines(_directory["calls"]).Length : 0;

    private string Kept(string runtime) => Path.Combine(_directory["cache"], FeaturesCache.NameOf(FileStatus.Of(runtime)));

    private RuntimeAnswer Answer(string runtime) => Cache().Answer(runtime);

    private FeaturesCache Cache(TimeSpan? patience = null) => new([_directory["cache"]], "/usr/bin:/bin") { Patience = patience ?? TimeLimit.OfAProgram };

    // Counts its calls.
    private string Runtime(string script)
    {
        var path = _directory.Program("runtime");
        File.WriteAllText(path, $"#!/bin/sh\necho \"$@\" >> {_directory["calls"]}\n{script}\n");
        return path;
    }
}
