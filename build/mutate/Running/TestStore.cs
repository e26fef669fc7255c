using System.Text.Json;

namespace Mutate.Running;

/// <summary>The tests that were recorded, in a file from which each is read by itself: all of them are tens of megabytes.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly FileStream _file;
    private readonly long[] _ends;

    internal TestStore(string path)
    {
        _file = File.OpenRead(path);
        _ends = JsonSerializer.Deserialize<long[]>(File.ReadAllBytes(Index(path)))!;
    }

    public void Dispose() => _file.Dispose();

    internal static void Write(string path, IEnumerable<PlannedTest> tests)
    {
        var ends = new List<long>();
        using (var file = File.Create(path))
        {
            foreach (var test in tests)
            {
                JsonSerializer.Serialize(file, test);
                ends.Add(file.Position);
            }
        }
        File.WriteAllText(Index(path), JsonSerializer.Serialize(ends));
    }

    internal PlannedTest Read(int place)
    {
        var begin = place == 0 ? 0 : _ends[place - 1];
        var bytes = new byte[_ends[place] - begin];
        _file.Position = begin;
        _file.ReadExactly(bytes);
        return JsonSerializer.Deserialize<PlannedTest>(bytes)!;
    }

    private static string Index(string path) => path + ".index";
}
