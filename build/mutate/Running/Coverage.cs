using System.Collections.Concurrent;
using System.Text.Json;

namespace Mutate.Running;

/// <summary>Which tests can notice which mutant.</summary>
internal sealed class Coverage
{
    private readonly TestCase[] _tests;
    private readonly Dictionary<int, TestRecord> _records;
    private readonly Dictionary<int, HashSet<int>> _byMutant = [];

    private Coverage(string path, TestCase[] tests, IEnumerable<TestRecord> records)
    {
        (Path, _tests) = (path, tests);
        _records = records.ToDictionary(record => record.Test);
        var byClass = _records.Values.Where(record => record.HasPassed).ToLookup(record => tests[record.Test].Class, record => record.Test);
        foreach (var record in _records.Values.Where(record => record.HasPassed))
        {
            foreach (var mutant in record.Reached)
            {
                Of(mutant).Add(record.Test);
            }
        }
        // Also of a test that fails: a later one of its class uses the same values.
        foreach (var record in _records.Values)
        {
            foreach (var mutant in record.ReachedAtStart)
            {
                Of(mutant).UnionWith(byClass[tests[record.Test].Class]);
            }
        }
    }

    /// <summary>The file that lists the tests.</summary>
    internal string Path { get; }

    internal int Count => _records.Count;

    /// <summary>The tests that fail with no mutant active: they could notice none.</summary>
    internal IReadOnlyList<string> Failing => [.. _records.Values.Where(record => !record.HasPassed).Select(record => _tests[record.Test].Name).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The tests for a mutant: first the classes that are named after its file, then those that take least time.
    /// </summary>
    internal IReadOnlyList<PlannedTest> For(Mutant mutant)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(mutant.File);
        return
        [
            .. (_byMutant.GetValueOrDefault(mutant.Id) ?? []).Order().GroupBy(test => _tests[test].Class)
                .OrderByDescending(group => group.Key.Contains(name, StringComparison.Ordinal)).ThenBy(group => group.Sum(test => _records[test].Milliseconds)).ThenBy(group => group.Key, StringComparer.Ordinal)
                .SelectMany(group => group).Select(test => PlannedTest.After(_records[test])),
        ];
    }

    /// <summary>Runs each class of tests in a process of its own: each makes the static values that its tests use.</summary>
    internal static Coverage Record(IReadOnlyList<Worker> workers, string directory, IReadOnlyList<string> prefixes)
    {
        var tests = workers[0].List();
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, "tests.json"));
        File.WriteAllText(path, JsonSerializer.Serialize(tests));
        var classes = Enumerable.Range(0, tests.Length).Where(test => prefixes.Count == 0 || prefixes.Any(prefix => tests[test].Class.StartsWith($"OciInterceptor.Tests.{prefix}", StringComparison.Ordinal)))
            .GroupBy(test => tests[test].Class).OrderByDescending(group => group.Count());
        var records = new ConcurrentBag<TestRecord>();
        WorkQueue.Run(workers, classes, (worker, group) =>
        {
            foreach (var record in worker.Record(path, group))
            {
                records.Add(record);
            }
        });
        return new Coverage(path, tests, records.OrderBy(record => record.Test));
    }

    private HashSet<int> Of(int mutant) => _byMutant.TryGetValue(mutant, out var tests) ? tests : _byMutant[mutant] = [];
}
