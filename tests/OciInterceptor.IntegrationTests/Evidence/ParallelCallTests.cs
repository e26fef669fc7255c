using System.Globalization;
using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Evidence;

/// <summary>Two hundred calls at once that write into one directory: nothing is lost and nothing is mixed.</summary>
public sealed class ParallelCallTests : IDisposable
{
    private const int Count = 200;

    private readonly Scratch _scratch = new();
    private readonly string _directory;

    public ParallelCallTests() => _directory = _scratch["debug"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Two_hundred_hostnames_leave_two_hundred_whole_lines_and_snapshots()
    {
        // IDs of many lengths, so that lines that mixed would show it.
        var calls = Calls((i, spec) => spec["hostname"] = Name(i), i => new string('x', 20 * i));

        File.ReadAllLines(Path.Combine(_directory, "runtime_calls.txt")).Should().BeEquivalentTo(
            calls.Select((c, i) => $"/bin/true create --bundle {c.Bundle.Path} c{new string('x', 20 * i)}"));
        for (var i = 0; i < Count; i++)
        {
            Snapshot(Name(i) + "_original.json").Should().Equal(calls[i].Original);
            Snapshot(Name(i) + "_modified.json").Should().Equal(File.ReadAllBytes(calls[i].Bundle.Document)).And.NotEqual(calls[i].Original);
        }

        static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"host-{i}");
    }

    [Fact]
    public void One_hostname_two_hundred_times_leaves_whole_snapshots()
    {
        var calls = Calls((i, spec) =>
        {
            spec["hostname"] = "same";
            spec["annotations"] = new JsonObject { ["x"] = new string('y', 97 * i) };
        }, _ => "");

        var modified = Snapshot("same_modified.json");
        calls.Count(c => File.ReadAllBytes(c.Bundle.Document).AsSpan().SequenceEqual(modified)).Should().Be(1);
        var original = Snapshot("same_original.json");
        calls.Count(c => c.Original.AsSpan().SequenceEqual(original)).Should().Be(1);
    }

    /// <summary>Starts all, then waits for all; each has a bundle of its own, edited as given, and an ID with a tail.</summary>
    private (Bundle Bundle, byte[] Original)[] Calls(Action<int, JsonObject> edit, Func<int, string> tail)
    {
        var calls = Enumerable.Range(0, Count).Select(i =>
        {
            var bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json", string.Create(CultureInfo.InvariantCulture, $"b{i}"));
            bundle.Edit(spec => edit(i, spec));
            return (bundle, File.ReadAllBytes(bundle.Document));
        }).ToArray();
        var running = calls.Select((call, i) => PublishedBinary.Call(
            "--oi-readonly-networking-mounts", "--oi-write-debug-output", "--oi-debug-output-dir", _directory,
            "--oi-runtime-path", "/bin/true", "create", "--bundle", call.bundle.Path, "c" + tail(i)).Start()).ToArray();
        foreach (var call in running)
        {
            using (call)
                call.Wait().Succeeded().Error.Should().BeEmpty();
        }
        return calls;
    }

    private byte[] Snapshot(string name) => File.ReadAllBytes(Path.Combine(_directory, name));
}
