using System.Globalization;

namespace Fuzz.Running;

/// <summary>What a worker did with a target: a line of its file of results.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Executions">How many inputs were tried.</param>
/// <param name="Taken">How many of them the product took.</param>
/// <param name="Corpus">How many inputs each reached something new.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record TargetResult(string Target, long Executions, long Taken, int Corpus, double Seconds)
{
    internal string Line => string.Create(CultureInfo.InvariantCulture, $"{Target}\t{Executions}\t{Taken}\t{Corpus}\t{Seconds:F1}");

    internal static TargetResult Parse(string line)
    {
        var fields = line.Split('\t');
        return new TargetResult(
            fields[0], long.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[2], CultureInfo.InvariantCulture),
            int.Parse(fields[3], CultureInfo.InvariantCulture), double.Parse(fields[4], CultureInfo.InvariantCulture));
    }
}
