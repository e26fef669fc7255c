using System.Globalization;
using Fuzz.Targets;

namespace Fuzz;

/// <summary>What the caller asks for.</summary>
internal sealed record Options
{
    internal const string Usage = """
        usage: build/fuzz.sh [SECONDS] [OPTION…]
               build/fuzz.sh --input FILE --target NAME

        Has the product read made-up inputs, keeps those that reach something new in it, and says which of them it fails on.

          SECONDS           how long (default 60; with --rounds, without end)
          --rounds N        stop after so many rounds: for a number of workers always the same inputs, however fast the machine
          --seed S          other inputs (default 1)
          --target NAME     only this kind of input (repeatable; default: all)
          --workers N       so many processes (default: as many as processors)
          --corpus DIR      begin with the inputs of DIR/NAME/ too, such as artifacts/fuzz/corpus of an earlier run
          --input FILE      try this input once, and show what happens
          --list            the names of the targets
        """;

    internal int Seconds { get; private set; }

    internal int Rounds { get; private set; } = int.MaxValue;

    internal int Seed { get; private set; } = 1;

    internal List<string> Targets { get; } = [];

    internal int Workers { get; private set; } = Environment.ProcessorCount;

    internal string? Corpus { get; private set; }

    internal string? Input { get; private set; }

    internal bool List { get; private set; }

    /// <summary>The number of the worker that this process is; null if it is none.</summary>
    internal int? Worker { get; private set; }

    /// <exception cref="FuzzException">An argument is not known, or has no value.</exception>
    internal static Options Parse(string[] arguments)
    {
        var options = new Options();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var argument))
        {
            switch (argument)
            {
                case "--rounds": options.Rounds = Math.Max(1, Number(argument, Value(argument, rest))); break;
                case "--seed": options.Seed = Number(argument, Value(argument, rest)); break;
                case "--target": options.Targets.Add(Value(argument, rest)); break;
                case "--workers": options.Workers = Math.Max(1, Number(argument, Value(argument, rest))); break;
                case "--corpus": options.Corpus = Value(argument, rest); break;
                case "--input": options.Input = Value(argument, rest); break;
                case "--list": options.List = true; break;
                case "--worker": options.Worker = Number(argument, Value(argument, rest)); break;
                case ['-', ..]: throw new FuzzException($"unknown option {argument}\n\n{Usage}");
                default: options.Seconds = Number("SECONDS", argument); break;
            }
        }
        if (options.Seconds == 0)
        {
            options.Seconds = options.Rounds == int.MaxValue ? 60 : int.MaxValue;
        }
        if (options.Targets.Find(name => !TargetList.Names.Contains(name)) is { } unknown)
        {
            throw new FuzzException($"unknown target {unknown}: want {string.Join(", ", TargetList.Names)}");
        }
        if (options.Input is not null && options.Targets.Count != 1)
        {
            throw new FuzzException("--input needs one --target");
        }
        options.Targets.AddRange(options.Targets.Count == 0 ? TargetList.Names : []);
        return options;
    }

    private static string Value(string option, Queue<string> rest) => rest.TryDequeue(out var value) ? value : throw new FuzzException($"{option} needs a value");

    private static int Number(string what, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FuzzException($"{what} must be a number, not {text}");
}
