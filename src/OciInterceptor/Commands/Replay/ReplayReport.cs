using OciInterceptor.Commands.Output;

namespace OciInterceptor.Commands.Replay;

/// <summary>What another policy means for a record.</summary>
/// <param name="Directory">The record.</param>
/// <param name="Property">What calls are grouped by beside rules: "image", or "label NAME".</param>
internal sealed class ReplayReport(string Directory, string Property)
{
    /// <summary>How many of the files that could not be judged are named.</summary>
    internal const int Named = 5;

    private readonly List<(string Name, string Cause)> _notJudged = [];

    internal string Directory { get; } = Directory;

    internal string Property { get; } = Property;

    /// <summary>The origins of the present policy, and of the other one.</summary>
    internal IEnumerable<string> Present { get; init; } = [];

    /// <inheritdoc cref="Present"/>
    internal IEnumerable<string> Proposed { get; init; } = [];

    internal long Unchanged { get; private set; }

    internal ReplayTotals Changed { get; } = new();

    internal ReplayTotals Refused { get; } = new();

    internal ReplayTotals Admitted { get; } = new();

    /// <summary>Calls that the present policy does not judge as the record says, and one of them.</summary>
    internal (long Count, string? Example) OtherThanRecorded { get; private set; }

    /// <summary>Calls without the values of their variables.</summary>
    internal long Redacted { get; private set; }

    internal long NotJudged { get; private set; }

    /// <summary>The first by name of those that could not be judged, each with the cause.</summary>
    internal IReadOnlyList<(string Name, string Cause)> FirstNotJudged => _notJudged;

    /// <summary>How many calls were judged.</summary>
    internal long Judged => Unchanged + Changed.Count + Refused.Count + Admitted.Count;

    internal int ExitCode => Refused.Count > 0 ? CommandResult.Denied : NotJudged > 0 ? 2 : 0;

    internal void Add(ReplayedCall call, string property)
    {
        Redacted += call.Call.IsRedacted ? 1 : 0;
        if (call.DiffersFromRecord)
        {
            var (count, example) = OtherThanRecorded;
            OtherThanRecorded = (count + 1, example is null || string.CompareOrdinal(call.Call.Name, example) < 0 ? call.Call.Name : example);
        }
        switch (call.Kind)
        {
            case ReplayKind.Changed:
                Changed.Add(call, property);
                break;
            case ReplayKind.Refused:
                Refused.Add(call, property);
                break;
            case ReplayKind.Admitted:
                Admitted.Add(call, property);
                break;
            default:
                Unchanged++;
                break;
        }
    }

    internal void AddNotJudged(string name, string cause)
    {
        NotJudged++;
        var place = _notJudged.FindIndex(known => string.CompareOrdinal(name, known.Name) < 0);
        _notJudged.Insert(place < 0 ? _notJudged.Count : place, (name, cause));
        if (_notJudged.Count > Named)
        {
            _notJudged.RemoveAt(Named);
        }
    }
}
