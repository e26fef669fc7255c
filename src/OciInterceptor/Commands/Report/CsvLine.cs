namespace OciInterceptor.Commands.Report;

/// <summary>A line of a report as comma-separated values; what it does not have is empty.</summary>
/// <param name="Table">What it counts.</param>
/// <param name="Count">How many there were.</param>
internal sealed record CsvLine(string Table, long Count)
{
    internal TrailRule Rule { get; init; } = new("", "", "", "");

    internal GroupKey Group { get; init; } = new("", "");

    internal string Verb { get; init; } = "";

    internal string Result { get; init; } = "";

    internal EffectTally? Effects { get; init; }

    internal long? Microseconds { get; init; }
}
