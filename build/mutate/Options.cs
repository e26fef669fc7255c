using System.Globalization;

namespace Mutate;

/// <summary>What the caller asks for.</summary>
internal sealed record Options
{
    internal const string Usage = """
        usage: build/mutate.sh [FOLDER…] [OPTION…]

        Puts small mistakes into the product, one at a time, and says which of them no unit test notices.

          FOLDER            below src/OciInterceptor, such as Rules or Linux/Trust (default: all)
          --since REF       only lines that differ from a commit
          --sample N        only N mutants, spread over all that are wanted
          --seed S          another sample (default 1)
          --minutes M       begin no mutant after so many minutes, and say how many were left out
          --effort S        try a mutant with tests that take so many seconds, besides those of its own file (default 2)
          --tests PREFIX    only tests whose class begins so, such as Rules or Rules.Limit (repeatable; default: all)
          --floors FILE     fail if a folder has a lower score than the file says
          --list            only print the mutants with their numbers
          --id N            only this mutant (repeatable)
          --edits FILE      not the mutants of the mutators but those of a file: FILE, ORIGINAL and MUTATED, with tabs between
          --publish N       publish the program with one mutant in it, for tests by hand
        """;

    internal List<string> Folders { get; } = [];

    internal string? Since { get; private set; }

    internal int? Sample { get; private set; }

    internal int Seed { get; private set; } = 1;

    internal double? Minutes { get; private set; }

    internal double Effort { get; private set; } = 2;

    internal List<string> Tests { get; } = [];

    internal string? Floors { get; private set; }

    internal bool List { get; private set; }

    internal List<int> Ids { get; } = [];

    internal string? Edits { get; private set; }

    internal int? Publish { get; private set; }

    /// <exception cref="MutateException">An argument is not known, or has no value.</exception>
    internal static Options Parse(string[] arguments)
    {
        var options = new Options();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var argument))
        {
            switch (argument)
            {
                case "--since": options.Since = Value(argument, rest); break;
                case "--sample": options.Sample = Number(argument, rest); break;
                case "--seed": options.Seed = Number(argument, rest); break;
                case "--minutes": options.Minutes = Number(argument, rest); break;
                case "--effort": options.Effort = Number(argument, rest); break;
                case "--tests": options.Tests.Add(Value(argument, rest)); break;
                case "--floors": options.Floors = Value(argument, rest); break;
                case "--list": options.List = true; break;
                case "--id": options.Ids.Add(Number(argument, rest)); break;
                case "--edits": options.Edits = Value(argument, rest); break;
                case "--publish": options.Publish = Number(argument, rest); break;
                case ['-', ..]: throw new MutateException($"unknown option {argument}\n\n{Usage}");
                default: options.Folders.Add(argument.Trim('/')); break;
            }
        }
        return options;
    }

    private static string Value(string option, Queue<string> rest) => rest.TryDequeue(out var value) ? value : throw new MutateException($"{option} needs a value");

    private static int Number(string option, Queue<string> rest) =>
        int.TryParse(Value(option, rest), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new MutateException($"{option} needs a number");
}
