using System.Diagnostics;
using Fuzz.Targets;

namespace Fuzz.Running;

/// <summary>
/// Tries inputs on one target: mutants of those that are known. One that reaches an edge of the product that none reached before is kept,
/// and becomes the start of others.
/// </summary>
internal sealed class Fuzzer
{
    /// <summary>Larger inputs are slower and no better.</summary>
    internal const int MaxLength = 128 << 10;

    // A longer one has too many variants.
    private const int LongestWithVariants = 300;

    private readonly ITarget _target;
    private readonly EdgeMap _edges;
    private readonly Random _random;
    private readonly Action<ITarget, byte[]> _begin;
    private readonly Action<ITarget, byte[], Exception> _fail;
    private readonly Corpus _corpus = new();
    private readonly Queue<byte[]> _seeds;
    private readonly Queue<byte[]> _variants = new();
    private readonly int _seedCount;

    /// <param name="target">What is tried.</param>
    /// <param name="seeds">The corpus to begin with.</param>
    /// <param name="edges">What the product counts in.</param>
    /// <param name="seed">Alone decides which inputs are tried, and in which order.</param>
    /// <param name="begin">Called before each input is tried.</param>
    /// <param name="fail">Called for an input that fails.</param>
    internal Fuzzer(ITarget target, IEnumerable<byte[]> seeds, EdgeMap edges, int seed, Action<ITarget, byte[]> begin, Action<ITarget, byte[], Exception> fail)
    {
        (_target, _edges, _begin, _fail) = (target, edges, begin, fail);
        _random = new Random(seed);
        _seeds = new Queue<byte[]>(seeds);
        _seedCount = _seeds.Count;
    }

    internal ITarget Target => _target;

    internal long Executions { get; private set; }

    internal long Taken { get; private set; }

    internal int CorpusSize => _corpus.Count;

    internal TimeSpan Spent { get; private set; }

    /// <summary>For each edge of the product, how often one input took it, in classes.</summary>
    internal byte[] Known { get; } = new byte[EdgeMap.Size];

    /// <summary>The inputs that were found, without the seeds.</summary>
    internal IEnumerable<byte[]> Found => _corpus.Inputs.Skip(_seedCount);

    /// <summary>Tries the inputs of one round; the seeds first.</summary>
    internal void RunRound()
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < _target.InputsARound; i++)
        {
            if (_seeds.TryDequeue(out var seed))
            {
                _corpus.Add(seed, Try(seed, out _));
                AddVariants(seed);
            }
            else
            {
                // One of each in turn: chance must not wait for all variants.
                var input = Executions % 2 == 0 && _variants.TryDequeue(out var variant) ? variant : Mutant();
                if (Try(input, out var isNew) is var isTaken && isNew)
                {
                    _corpus.Add(input, isTaken);
                }
            }
        }
        Spent += clock.Elapsed;
    }

    /// <summary>Tries one input.</summary>
    /// <returns>Whether the product took it.</returns>
    internal bool Try(byte[] input, out bool isNew)
    {
        _begin(_target, input);
        _edges.Clear();
        var isTaken = false;
        try
        {
            isTaken = _target.Run(input);
        }
#pragma warning disable CA1031 // Whatever it is, it is what is looked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _fail(_target, input, e);
        }
        isNew = _edges.AddTo(Known);
        Executions++;
        Taken += isTaken ? 1 : 0;
        return isTaken;
    }

    private void AddVariants(byte[] seed)
    {
        if (seed.Length <= LongestWithVariants)
        {
            foreach (var variant in _target.Mutators.Distinct().SelectMany(mutator => mutator.Variants(seed)))
            {
                _variants.Enqueue(variant);
            }
        }
    }

    private byte[] Mutant()
    {
        var input = _corpus.Choose(_random);
        var rounds = 1 << _random.Next(4);
        for (var i = 0; i < rounds; i++)
        {
            var mutator = _target.Mutators[_random.Next(_target.Mutators.Count)];
            var mutant = mutator.Mutate(input, _corpus.Choose(_random), _random);
            input = mutant.Length <= MaxLength ? mutant : input;
        }
        return input;
    }
}
