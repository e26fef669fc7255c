using Mutate.Running;

namespace Mutate.Reporting;

/// <summary>What became of the mutants so far, also in a file: a run that is ended says what it had found.</summary>
internal sealed class Results
{
    private readonly Lock _lock = new();
    private readonly List<Result> _results = [];
    private readonly string _path;

    internal Results(string path)
    {
        _path = path;
        File.WriteAllText(path, "");
    }

    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _results.Count;
            }
        }
    }

    /// <summary>In the order of their places.</summary>
    internal IReadOnlyList<Result> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _results.OrderBy(result => result.Mutant.Id)];
            }
        }
    }

    internal void Add(Result result)
    {
        lock (_lock)
        {
            _results.Add(result);
            File.AppendAllText(_path, $"{result.Mutant.Id}\t{result.Outcome}\t{result.Mutant}\t{result.Reason}\n");
        }
    }
}
