using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Evidence;

/// <summary>Law 5: evidence that cannot be written is lost; the container is created all the same, without a word.</summary>
public sealed class LostEvidenceTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;
    private readonly string _directory;

    public LostEvidenceTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        _bundle.Edit(spec => spec["hostname"] = "web");
        _directory = _scratch["debug"];
    }

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string> Names => ["runtime_calls.txt", "runtime_calls.log", "web_original.json", "web_parsed.json", "web_modified.json"];

    /// <summary>Law 9: never trusts what others may have put there.</summary>
    [Attack("Names planted for our files")]
    [Theory]
    [MemberData(nameof(Names))]
    public void A_link_planted_at_a_name_is_not_followed(string name)
    {
        var target = _scratch.Write("target", "untouched\n");
        Directory.CreateDirectory(_directory);
        File.CreateSymbolicLink(Path.Combine(_directory, name), target);
        ExpectCreated();
        File.ReadAllText(target).Should().Be("untouched\n");
    }

    /// <summary>Law 9: never trusts what others may have put there.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_dangling_link_planted_at_a_name_makes_no_file(string name)
    {
        Directory.CreateDirectory(_directory);
        File.CreateSymbolicLink(Path.Combine(_directory, name), _scratch["target"]);
        ExpectCreated();
        File.Exists(_scratch["target"]).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_FIFO_or_a_directory_planted_at_a_name_does_not_stop_the_container(string name)
    {
        Directory.CreateDirectory(_directory);
        new Command("mkfifo", Path.Combine(_directory, name)).Run().Succeeded();
        ExpectCreated();
        File.Delete(Path.Combine(_directory, name));
        Directory.CreateDirectory(Path.Combine(_directory, name));
        ExpectCreated();
    }

    /// <summary>Law 9: never trusts what others may have put there.</summary>
    [Attack("Names planted for our files")]
    [Fact]
    public void A_link_in_the_place_of_the_directory_is_not_followed()
    {
        File.CreateSymbolicLink(_directory, _scratch.MakeDirectory("target"));
        ExpectCreated();
        Directory.GetFileSystemEntries(_scratch["target"]).Should().BeEmpty();
    }

    [Fact]
    public void A_directory_that_is_a_file_does_not_stop_the_container()
    {
        _scratch.Write("debug", "a file");
        ExpectCreated();
        File.ReadAllText(_directory).Should().Be("a file");
    }

    [Fact]
    public void A_directory_that_cannot_be_made_does_not_stop_the_container()
    {
        _scratch.Write("file", "");
        ExpectCreated(_scratch["file/debug"]);
        ExpectCreated("/proc/nowhere/debug");
        ExpectCreated("/sys/debug");
    }

    [Fact]
    public void A_read_only_directory_does_not_stop_the_container()
    {
        var directory = _scratch.MountTmpfs("debug", "64k");
        new Command("mount", "-o", "remount,ro", directory).Run().Succeeded();
        ExpectCreated();
        Directory.GetFileSystemEntries(directory).Should().BeEmpty();
    }

    [Fact]
    public void A_full_disk_does_not_stop_the_container()
    {
        var directory = _scratch.MountTmpfs("debug", "64k");
        new Command("dd", "if=/dev/zero", "bs=1k", "of=" + Path.Combine(directory, "filler")).Run().Exited(1);
        ExpectCreated();
        // No half document is left to be taken for the whole one.
        Directory.GetFiles(directory, "*.json").Where(f => new FileInfo(f).Length > 0).Should().BeEmpty();
    }

    [Theory]
    [InlineData("/proc/nowhere/our.log")]
    [InlineData("/dev/full")]
    [InlineData("/")]
    public void A_log_that_cannot_be_written_does_not_stop_the_container(string log) => Created("--oi-log-file", log);

    [Theory]
    [InlineData("/proc/nowhere/audit.jsonl")]
    [InlineData("/dev/full")]
    [InlineData("/")]
    public void An_audit_trail_that_cannot_be_written_does_not_stop_the_container(string file) =>
        Created("--oi-config", _scratch.Write("policy.json", $$"""{ "audit": { "file": "{{file}}" } }"""));

    private void ExpectCreated(string? directory = null) => Created("--oi-write-debug-output", "--oi-debug-output-dir", directory ?? _directory);

    /// <summary>The document is rewritten, the runtime called, and nothing said.</summary>
    private void Created(params string[] flags)
    {
        File.Copy(Bundle.TestData("docker-20.10-run.json"), _bundle.Document, overwrite: true);
        _bundle.Edit(spec => spec["hostname"] = "web");
        var before = File.ReadAllBytes(_bundle.Document);
        _runtime.Forget();
        var result = PublishedBinary.Call(["--oi-readonly-networking-mounts", .. flags, "--oi-runtime-path", _runtime.Path,
            "--log", _scratch["log"], "create", "--bundle", _bundle.Path, "c1"]).Run().Succeeded();
        _runtime.WasCalled.Should().BeTrue();
        result.Output.Should().BeEmpty();
        result.Error.Should().BeEmpty();
        File.Exists(_scratch["log"]).Should().BeFalse();
        File.ReadAllBytes(_bundle.Document).Should().NotEqual(before);
    }
}
