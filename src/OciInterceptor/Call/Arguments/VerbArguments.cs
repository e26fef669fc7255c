using System.Runtime.InteropServices;

namespace OciInterceptor.Call.Arguments;

/// <summary>
/// Reads the arguments after a verb that carries a document, in the spellings of Go's flags (--bundle X, -bundle X, -b=X),
/// of crun's argp (-bX, -dtb X) and of youki's clap. Works on raw argv, without allocation, ahead of the .NET runtime.
/// </summary>
internal unsafe ref struct VerbArguments(int argc, byte** argv, int verb)
{
    private int _next = verb + 1;
    private bool _optionsEnded;

    /// <summary>The argument's index in argv.</summary>
    internal int Index { get; private set; }

    internal ArgumentKind Kind { get; private set; }

    /// <summary>The option's long name or single letter, without dashes.</summary>
    internal ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The option's value or the positional argument, NUL-terminated; null if absent.</summary>
    internal byte* Value { get; private set; }

    internal bool MoveNext()
    {
        while (_next < argc)
        {
            Index = _next++;
            Value = null;
            Name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(argv[Index]);
            if (!_optionsEnded && Name.SequenceEqual("--"u8))
            {
                _optionsEnded = true;
                continue;
            }
            if (_optionsEnded || Name.Length < 2 || Name[0] != '-')
            {
                Kind = ArgumentKind.Positional;
                Value = argv[Index];
            }
            else
            {
                Kind = ArgumentKind.Option;
                ReadOption();
            }
            return true;
        }
        return false;
    }

    private void ReadOption()
    {
        var dashes = Name[1] == '-' ? 2 : 1;
        var equals = Name.IndexOf((byte)'=');
        var name = Name[dashes..(equals < 0 ? Name.Length : equals)];
        name = dashes == 2 && name.Length > 1 ? RuntimeOptions.Complete(name) : name;
        var isLetterWithValue = dashes == 2 && name.Length == 1 && RuntimeOptions.VerbLettersWithValue.Contains(name[0]); // as Go takes --b
        if (isLetterWithValue || RuntimeOptions.IsVerbOptionWithValue(name))
        {
            Name = name;
            TakeValue(equals < 0 ? 0 : equals + 1);
        }
        else if (dashes == 1 && !RuntimeOptions.Has(RuntimeOptions.VerbSwitches, name))
        {
            ReadLetters();
        }
        else
        {
            Name = name;
            Value = equals < 0 ? null : argv[Index] + equals + 1;
        }
    }

    // Short options without a value may be combined; the first that takes a value gets the rest, or the next argument.
    private void ReadLetters()
    {
        var letters = Name;
        for (var i = 1; i < letters.Length; i++)
        {
            if (letters[i] == '=')
            {
                TakeValue(i + 1);
                return;
            }
            Name = letters.Slice(i, 1);
            if (RuntimeOptions.VerbLettersWithValue.Contains(letters[i]))
            {
                var start = i + 1;
                if (start < letters.Length && letters[start] == '=')
                {
                    start++;
                }
                TakeValue(i + 1 < letters.Length ? start : 0);
                return;
            }
        }
    }

    private void TakeValue(int offset)
    {
        if (offset > 0)
        {
            Value = argv[Index] + offset;
        }
        else if (_next < argc)
        {
            Index = _next;
            Value = argv[_next++];
        }
    }
}
