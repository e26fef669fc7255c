using System.Runtime.InteropServices;
using OciInterceptor.Call.Flags;

namespace OciInterceptor.Call.Arguments;

/// <summary>
/// Reads the arguments up to and with the verb, one option and its value at a time. Works on raw argv, without
/// allocation, ahead of the .NET runtime.
/// </summary>
internal unsafe ref struct GlobalArguments(int argc, byte** argv)
{
    private int _next = 1;
    private bool _afterUnknown;
    private bool _optionsEnded;

    /// <summary>The argument's index in argv.</summary>
    internal int Index { get; private set; }

    /// <summary>How many arguments it takes up: two if the value is an argument of its own.</summary>
    internal int Count { get; private set; }

    internal ArgumentKind Kind { get; private set; }

    /// <summary>The flag, for <see cref="ArgumentKind.Own"/>, and its index in <see cref="FlagTable"/>.</summary>
    internal FlagEntry Flag { get; private set; }

    internal int FlagPlace { get; private set; }

    /// <summary>The option's name without dashes, for <see cref="ArgumentKind.Option"/>; else the argument.</summary>
    internal ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value, NUL-terminated; null if absent.</summary>
    internal byte* Value { get; private set; }

    internal bool MoveNext()
    {
        if (_next >= argc || (Kind == ArgumentKind.Positional && Index > 0))
        {
            return false;
        }
        Index = _next;
        Count = 1;
        Value = null;
        Name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(argv[_next]);
        if (_optionsEnded || Name.Length < 2 || Name[0] != '-')
        {
            ReadPositional();
        }
        else if (Name.SequenceEqual("--"u8))
        {
            _optionsEnded = true;
            Kind = ArgumentKind.Option;
        }
        else if (Name.StartsWith(FlagTable.Prefix))
        {
            ReadOwn();
        }
        else
        {
            ReadOption();
        }
        _next += Count;
        return true;
    }

    private void ReadOwn()
    {
        var equals = Name.IndexOf((byte)'=');
        var name = equals < 0 ? Name : Name[..equals];
        FlagPlace = FlagTable.Find(name);
        if (FlagPlace < 0)
        {
            Kind = ArgumentKind.UnknownOwn;
            _afterUnknown |= equals < 0;
            return;
        }
        Flag = FlagTable.At(FlagPlace);
        if (!Flag.TakesValue)
        {
            Kind = equals < 0 ? ArgumentKind.Own : ArgumentKind.UnexpectedValue;
        }
        else
        {
            TakeValue(equals);
            if (equals < 0 && Value is not null && Value[0] == '-' && Value[1] == '-')
            {
                // The operator forgot the value, and this is the engine's own argument: a value that begins with two dashes is given as =--X.
                Value = null;
                Count = 1;
            }
            Kind = Value is null ? ArgumentKind.MissingValue : ArgumentKind.Own;
        }
    }

    private void ReadOption()
    {
        Kind = ArgumentKind.Option;
        var equals = Name.IndexOf((byte)'=');
        var name = Name[(Name[1] == '-' ? 2 : 1)..(equals < 0 ? Name.Length : equals)];
        if (equals >= 0 || (RuntimeOptions.Has(RuntimeOptions.GlobalsWithValue, name) && !(name.SequenceEqual("rootless"u8) && IsSwitchHere())))
        {
            TakeValue(equals);
        }
        else
        {
            _afterUnknown |= !RuntimeOptions.Has(RuntimeOptions.GlobalSwitches, name);
        }
        Name = name;
    }

    // "--rootless" is a switch for runsc, and has a value for runc and crun: auto, true or false.
    private readonly bool IsSwitchHere()
    {
        if (Index + 1 >= argc)
        {
            return true;
        }
        var next = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(argv[Index + 1]);
        return next.StartsWith((byte)'-') || RuntimeOptions.Has(RuntimeOptions.Verbs, next);
    }

    // After an option that no known runtime has, a word that is not a known verb is read as that option's value:
    // if it were read as the verb, a create after it would pass without its rules.
    private void ReadPositional()
    {
        Kind = ArgumentKind.Positional;
        if (_afterUnknown && !RuntimeOptions.Has(RuntimeOptions.Verbs, Name) && !Name.StartsWith("oi-"u8))
        {
            Kind = ArgumentKind.Option;
            // The value "version" or "log" is not the option of that name.
            Name = default;
        }
    }

    private void TakeValue(int equals)
    {
        if (equals >= 0)
        {
            Value = argv[Index] + equals + 1;
        }
        else if (Index + 1 < argc)
        {
            Value = argv[Index + 1];
            Count = 2;
        }
    }
}
