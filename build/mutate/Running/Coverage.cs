using System.Collections.Concurrent;

namespace Mutate.Running;

/// <summary>Which tests can notice which mutant.</summary>
internal sealed class Coverage
{
    private readonly TestCase[] _tests;
    private readonly Dictionary<int, TestRecord> _records;
    private readonly Dictionary<int, HashSet<int>> _byMutant = [];
    private readonly HashSet<int> _reachedAtStart;

    private Coverage(TestCase[] tests, IEnumerable<TestRecord> records, bool isWhole)
    {
        _tests = tests;
        IsWhole = isWhole;
        _records = records.ToDictionary(record => record.Test);
        var byClass = _records.Values.Where(record => record.HasPassed).ToLookup(record => tests[record.Test].Class, record => record.Test);
        foreach (var record in _records.Values.Where(record => record.HasPassed))
        {
            foreach (var mutant in record.Reached)
            {
                Of(mutant).Add(record.Test);
            }
        }
        _reachedAtStart = [.. _records.Values.SelectMany(record => record.ReachedAtStart)];
        // Also of a test that fails: a later one of its class uses the same values.
        foreach (var record in _records.Values)
        {
            foreach (var mutant in record.ReachedAtStart)
            {
                Of(mutant).UnionWith(byClass[tests[record.Test].Class]);
            }
        }
    }

    internal int Count => _records.Count;

    /// <summary>Whether all tests that were wanted ran: otherwise what no test reached may be reached by another.</summary>
    internal bool IsWhole { get; }

    /// <summary>The tests that fail with no mutant active: they could notice none.</summary>
    internal IReadOnlyList<string> Failing => [.. _records.Values.Where(record => !record.HasPassed).Select(record => _tests[record.Test].Name).Order(StringComparer.Ordinal)];

    /// <summary>All tests; a plan names their places.</summary>
    internal IEnumerable<PlannedTest> Tests =>
        _tests.Select((test, i) => _records.TryGetValue(i, out var record) ? PlannedTest.After(test, record) : new PlannedTest(i, test, 0));

    internal bool IsReached(Mutant mutant) => _byMutant.ContainsKey(mutant.Id);

    /// <summary>
    /// The tests for a mutant: first the classes that are named after its file, then those that take least time. A test that would
    /// notice it only after many others is no test of that place.
    /// </summary>
    /// <param name="seconds">How long the tests of other classes may take together.</param>
    internal PlannedMutant For(Mutant mutant, double seconds)
    {
        var name = Path.GetFileNameWithoutExtension(mutant.File);
        var (own, others) = (new List<int[]>(), new List<int[]>());
        foreach (var group in _byMutant[mutant.Id].Order().GroupBy(test => _tests[test].Class).OrderBy(Milliseconds).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            (group.Key.Contains(name, StringComparison.Ordinal) ? own : others).Add([.. group]);
        }
        var rest = seconds * 1000;
        return new PlannedMutant(mutant.Id, [.. own, .. others.TakeWhile((group, i) => i == 0 || (rest -= Milliseconds(group)) >= 0)]);
    }

    private double Milliseconds(IEnumerable<int> group) => group.Sum(test => _records[test].Milliseconds);

    /// <summary>Whether it is reached while static values are made: once in a process, so no mutant may have been tried there before.</summary>
    internal bool IsReachedAtStart(Mutant mutant) => _reachedAtStart.Contains(mutant.Id);

    /// <summary>Runs each class of tests in a process of its own: each makes the static values that its tests use.</summary>
    /// <param name="workers">They share the classes among them.</param>
    /// <param name="prefixes">Only classes whose name begins with one of these; none for all.</param>
    /// <param name="mutants">The classes that are nearest to them run first.</param>
    /// <param name="isOver">Whether no further class may begin.</param>
    internal static Coverage Record(IReadOnlyList<Worker> workers, IReadOnlyList<string> prefixes, IEnumerable<Mutant> mutants, Func<bool> isOver)
    {
        var nearness = new Nearness(mutants);
        var tests = workers[0].List();
        var classes = tests.Select((test, i) => new PlannedTest(i, test, 0)).GroupBy(one => one.Test.Class)
            .Where(group => prefixes.Count == 0 || prefixes.Any(prefix => group.Key.StartsWith($"OciInterceptor.Tests.{prefix}", StringComparison.Ordinal)))
            .OrderBy(group => nearness.Distance(group.Key)).ThenByDescending(group => group.Count());
        var records = new ConcurrentBag<TestRecord>();
        var left = 0;
        WorkQueue.Run(workers, classes, (worker, group) =>
        {
            if (isOver())
            {
                Interlocked.Increment(ref left);
                return;
            }
            foreach (var record in worker.Record(group))
            {
                records.Add(record);
            }
        });
        return new Coverage(tests, records.OrderBy(record => record.Test), left == 0);
    }

    private HashSet<int> Of(int mutant) => _byMutant.TryGetValue(mutant, out var tests) ? tests : _byMutant[mutant] = [];
}
