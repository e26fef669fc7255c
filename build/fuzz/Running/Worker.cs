using System.Diagnostics;
using Fuzz.Targets;

namespace Fuzz.Running;

/// <summary>One process of a run: tries the targets in turn, round by round, until the rounds or the time are over.</summary>
internal sealed class Worker : IDisposable
{
    private static readonly TimeSpan _minimizing = TimeSpan.FromSeconds(2);

    private readonly int _number;
    private readonly Options _options;
    private readonly CurrentInput _current;
    private readonly List<Fuzzer> _fuzzers;
    private readonly Failures _failures = new(Workplace.Failures);
    private readonly HashSet<string> _kinds = [];

    internal Worker(int number, Options options, Repository repository)
    {
        (_number, _options) = (number, options);
        _current = new CurrentInput(Workplace.CurrentInput(number));
        var edges = new EdgeMap();
        // What another worker has died of would kill this one as well.
        var fatal = _failures.Inputs.Select(Failures.Digest).ToHashSet();
        _fuzzers = [.. options.Targets.Select((name, index) => new Fuzzer(
            TargetList.Make(name, repository), repository.Corpus(name).Concat(Earlier(name)).Where(seed => !fatal.Contains(Failures.Digest(seed))), edges, HashCode(options.Seed, number, index),
            (_, input) => _current.Begin(index, input), Fail))];
    }

    internal void Run()
    {
        var clock = Stopwatch.StartNew();
        var told = TimeSpan.Zero;
        for (var turn = 0; turn / _fuzzers.Count < _options.Rounds && clock.Elapsed.TotalSeconds < _options.Seconds; turn++)
        {
            _fuzzers[turn % _fuzzers.Count].RunRound();
            if (clock.Elapsed - told > TimeSpan.FromSeconds(5))
            {
                Tell();
                told = clock.Elapsed;
            }
        }
        Tell();
        foreach (var fuzzer in _fuzzers)
        {
            Keep(fuzzer);
        }
    }

    public void Dispose() => _current.Dispose();

    // As long as it lives: what a process that is killed has done counts too.
    private void Tell()
    {
        foreach (var fuzzer in _fuzzers)
        {
            File.WriteAllBytes(Workplace.Edges(_number, fuzzer.Target.Name), fuzzer.Known);
        }
        File.WriteAllLines(Workplace.Results(_number), _fuzzers.Select(fuzzer =>
            new TargetResult(fuzzer.Target.Name, fuzzer.Executions, fuzzer.Taken, fuzzer.CorpusSize, fuzzer.Spent.TotalSeconds).Line));
    }

    private static void Keep(Fuzzer fuzzer)
    {
        var directory = Path.Combine(Workplace.Corpus, fuzzer.Target.Name);
        Directory.CreateDirectory(directory);
        foreach (var input in fuzzer.Found)
        {
            File.WriteAllBytes(Path.Combine(directory, Failures.Digest(input)[..16]), input);
        }
    }

    private void Fail(ITarget target, byte[] input, Exception e)
    {
        var kind = Failures.KindOf(e);
        if (!_kinds.Add($"{target.Name} {kind}"))
        {
            return;
        }
        var shortest = Minimizer.Minimize(input, shorter => Failures.KindOf(Outcome(target, shorter)) == kind, _minimizing);
        _failures.Save(target.Name, shortest, kind, Outcome(target, shortest).ToString());
    }

    private static Exception Outcome(ITarget target, byte[] input)
    {
        try
        {
            _ = target.Run(input);
            return new OracleException("nothing fails");
        }
#pragma warning disable CA1031 // As in Fuzzer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }

    private IEnumerable<byte[]> Earlier(string target)
    {
        var directory = Path.Combine(_options.Corpus ?? "", target);
        return _options.Corpus is not null && Directory.Exists(directory) ? Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : [];
    }

    // The framework's own differs from process to process.
    private static int HashCode(int seed, int worker, int target) => (((seed * 31) + worker) * 31) + target;
}
