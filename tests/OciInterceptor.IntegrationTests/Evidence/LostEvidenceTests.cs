using System.Globalization;
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

    [Fact]
    public void Two_hundred_calls_at_once_leave_two_hundred_whole_lines()
    {
        const int Count = 200;
        var bundles = Enumerable.Range(0, Count)
            .Select(i => Bundle.FromTestData(_scratch, "docker-20.10-run.json", string.Create(CultureInfo.InvariantCulture, $"b{i}"))).ToArray();
        var original = File.ReadAllBytes(bundles[0].Document);
        var running = bundles.Select((bundle, i) => PublishedBinary.Call(
            "--oi-readonly-networking-mounts", "--oi-write-debug-output", "--oi-debug-output-dir", _directory, "--oi-debug-name", "id",
            "--oi-runtime-path", "/bin/true", "create", "--bundle", bundle.Path, new string('x', 20 * i) + i).Start()).ToArray();
        foreach (var call in running)
        {
            using (call)
                call.Wait().Succeeded().Error.Should().BeEmpty();
        }
        File.ReadAllLines(Path.Combine(_directory, "runtime_calls.txt")).Should().BeEquivalentTo(
            bundles.Select((bundle, i) => $"/bin/true create --bundle {bundle.Path} {new string('x', 20 * i)}{i}"));
        for (var i = 0; i < 10; i++)
        {
            var name = new string('x', 20 * i) + i;
            if (name.Length > 200)
                continue;
            File.ReadAllBytes(Path.Combine(_directory, name + "_original.json")).Should().Equal(original);
            File.ReadAllBytes(Path.Combine(_directory, name + "_modified.json")).Should().Equal(File.ReadAllBytes(bundles[i].Document));
        }
    }

    [Fact]
    public void Two_hundred_calls_of_one_hostname_leave_whole_snapshots()
    {
        var calls = Enumerable.Range(0, 200).Select(i =>
        {
            var bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json", string.Create(CultureInfo.InvariantCulture, $"b{i}"));
            bundle.Edit(spec => { spec["hostname"] = "same"; spec["annotations"] = new System.Text.Json.Nodes.JsonObject { ["x"] = new string('y', 97 * i) }; });
            return (bundle, call: PublishedBinary.Call("--oi-readonly-networking-mounts", "--oi-write-debug-output", "--oi-debug-output-dir", _directory,
                "--oi-runtime-path", "/bin/true", "create", "--bundle", bundle.Path, "c1"), original: File.ReadAllBytes(bundle.Document));
        }).ToArray();
        foreach (var running in calls.Select(c => c.call.Start()).ToArray())
        {
            using (running)
                running.Wait().Succeeded();
        }
        var modified = File.ReadAllBytes(Path.Combine(_directory, "same_modified.json"));
        calls.Count(c => File.ReadAllBytes(c.bundle.Document).AsSpan().SequenceEqual(modified)).Should().Be(1);
        var original = File.ReadAllBytes(Path.Combine(_directory, "same_original.json"));
        calls.Count(c => c.original.AsSpan().SequenceEqual(original)).Should().Be(1);
    }

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
