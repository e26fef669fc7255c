using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Evidence;

/// <summary>Our own log, --oi-log-file: where it is made, for whom to read, and what it tells.</summary>
public sealed class OwnLogTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;
    private readonly string _log;

    public OwnLogTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        _log = _scratch["above/directory/our.log"];
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("0")]
    [InlineData("22")]
    [InlineData("777")]
    public void Its_directory_is_made_and_both_are_the_owner_s_alone(string umask)
    {
        Create().With(Condition.Umask(umask)).Run().Succeeded();
        _runtime.WasCalled.Should().BeTrue();
        File.GetUnixFileMode(_log).Should().Be((UnixFileMode)0b110_000_000);
        File.GetUnixFileMode(_scratch["above/directory"]).Should().Be((UnixFileMode)0b111_000_000);
        File.GetUnixFileMode(_scratch["above"]).Should().Be((UnixFileMode)0b111_101_101);
    }

    [Theory]
    [InlineData("ln -s victim our.log")]
    [InlineData("ln victim our.log")]
    [InlineData("cp victim our.log; chown 1234 our.log")]
    [InlineData("mkfifo our.log")]
    public void A_file_that_is_not_its_own_is_not_written_to(string planting)
    {
        var directory = _scratch.MakeDirectory("above/directory");
        _scratch.Write("above/directory/victim", "untouched\n");
        new Command("sh", "-ec", planting).In(directory).Run().Succeeded();

        Create().Run().Succeeded();

        _runtime.WasCalled.Should().BeTrue();
        new Command("sh", "-ec", "cat victim; test -p our.log || cat our.log").In(directory).Run().OutputText.Should().MatchRegex("^(untouched\n)+$");
    }

    [Fact]
    public void It_names_what_was_changed_and_never_the_values()
    {
        Create("--oi-env-force", "PASSWORD=secret").Run().Succeeded();
        File.ReadAllText(_bundle.Document).Should().Contain("PASSWORD=secret");
        var log = File.ReadAllText(_log);
        log.Should().ContainAll(_bundle.Document, "/process/env/", "/mounts/", _runtime.Path).And.NotContain("secret").And.NotContain("PASSWORD");
    }

    [Fact]
    public void It_tells_of_evidence_that_was_lost()
    {
        _scratch.Write("file", "");
        Create("--oi-write-debug-output", "--oi-debug-output-dir", _scratch["file/debug"]).Run().Succeeded();
        _runtime.WasCalled.Should().BeTrue();
        File.ReadAllLines(_log).Should().Contain(line => line.Contains("runtime_calls.txt") && line.Contains("Not a directory"));
    }

    [Fact]
    public void A_lock_that_another_process_holds_on_it_loses_no_line()
    {
        Create().Run().Succeeded();
        var before = new FileInfo(_log).Length;
        before.Should().BePositive();

        // .NET takes flock(2)'s exclusive lock for this, which its own files would respect.
        using (new FileStream(_log, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Create().Run().Succeeded();
        }
        new FileInfo(_log).Length.Should().BeGreaterThan(before);
    }

    private Command Create(params string[] flags) => PublishedBinary.Call(
        [.. flags, "--oi-readonly-networking-mounts", "--oi-log-file", _log, "--oi-runtime-path", _runtime.Path, "create", "--bundle", _bundle.Path, "c1"]);
}
