using System.Diagnostics;
using System.Globalization;

namespace Fuzz.Running;

/// <summary>A whole run: starts the workers, watches them, and sums up.</summary>
internal sealed class Campaign(Options options)
{
    private const int MostDeaths = 20;

    private readonly Failures _failures = new(Workplace.Failures);
    private readonly List<WorkerProcess> _workers = [];
    private int _started;
    private int _deaths;

    /// <returns>Whether nothing failed.</returns>
    internal bool Run()
    {
        foreach (var directory in (string[])[Workplace.Failures, Workplace.Workers, options.Corpus is null ? Workplace.Corpus : ""])
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
        Directory.CreateDirectory(Workplace.Workers);
        Console.Out.WriteLine($"{options.Workers} workers, {(options.Seconds == int.MaxValue ? $"{options.Rounds} rounds" : $"{options.Seconds} seconds")}, seed {options.Seed}");
        var clock = Stopwatch.StartNew();
        try
        {
            for (var i = 0; i < options.Workers; i++)
            {
                Start(options.Seconds);
            }
            while (_workers.Count > 0)
            {
                Thread.Sleep(250);
                _workers.ToList().ForEach(worker => Watch(worker, options.Seconds - (int)clock.Elapsed.TotalSeconds));
            }
        }
        finally
        {
            _workers.ForEach(worker => worker.Dispose());
        }
        return SumUp();
    }

    private void Start(int seconds) => _workers.Add(new WorkerProcess(_started++, seconds, options));

    private void Watch(WorkerProcess worker, int secondsLeft)
    {
        var hangs = worker.KillIfHanging();
        if (!worker.HasEnded)
        {
            return;
        }
        if (worker.HasDied)
        {
            _ = worker.HasBegun ? worker : throw new FuzzException($"a worker died before it tried an input (status {worker.ExitCode})");
            var kind = $"{(hangs ? "hangs" : $"kills the process (status {worker.ExitCode})")} by input {Failures.Digest(worker.Input)[..8]}";
            _failures.Save(options.Targets[worker.Target], worker.Input, kind, hangs ? "It took more than 5 seconds of processor time, or a minute." : "The process died, as of a stack overflow.");
            _deaths++;
        }
        _workers.Remove(worker);
        if (worker.HasDied && secondsLeft > 5 && _deaths < MostDeaths)
        {
            Start(secondsLeft);
        }
        worker.Dispose();
    }

    private bool SumUp()
    {
        var results = Enumerable.Range(0, _started).Select(Workplace.Results).Where(File.Exists).SelectMany(File.ReadLines).Select(TargetResult.Parse).ToLookup(result => result.Target);
        var failures = _failures.Descriptions.ToLookup(description => description[..description.IndexOf(':', StringComparison.Ordinal)]);
        var failed = 0;
        var all = new byte[EdgeMap.Size];
        Console.Out.WriteLine($"{"target",-10} {"executions",10} {"taken",10} {"a second",9} {"edges",7} {"corpus",7} {"failures",9}");
        foreach (var target in options.Targets)
        {
            var edges = EdgesOf(target);
            var count = EdgeMap.CountOf(edges);
            Merge(all, edges);
            var (executions, seconds) = (results[target].Sum(result => result.Executions), results[target].Sum(result => result.Seconds));
            var isFailure = failures[target].Any() || executions == 0 || count == 0;
            failed += isFailure ? 1 : 0;
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{target,-10} {executions,10} {results[target].Sum(result => result.Taken),10} {executions / Math.Max(seconds, 0.001),9:F0} {count,7} {results[target].Sum(result => result.Corpus),7} {failures[target].Count(),9}"));
            if (executions == 0 || count == 0)
            {
                Console.Out.WriteLine($"FAILED {target}: {(executions == 0 ? "no input was tried" : "the product counts no edges: it is not instrumented")}");
            }
        }
        foreach (var description in failures.SelectMany(some => some))
        {
            Console.Out.WriteLine($"FAILED {description}");
        }
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{results.Sum(some => some.Sum(result => result.Executions))} executions, {EdgeMap.CountOf(all)} edges, {_deaths} workers died"));
        Console.Out.WriteLine($"{options.Targets.Count - failed} passed, {failed} failed, 0 skipped");
        return failed == 0;
    }

    private byte[] EdgesOf(string target)
    {
        var known = new byte[EdgeMap.Size];
        foreach (var file in Enumerable.Range(0, _started).Select(worker => Workplace.Edges(worker, target)).Where(File.Exists))
        {
            Merge(known, File.ReadAllBytes(file));
        }
        return known;
    }

    private static void Merge(byte[] into, byte[] from)
    {
        for (var i = 0; i < Math.Min(into.Length, from.Length); i++)
        {
            into[i] |= from[i];
        }
    }
}
