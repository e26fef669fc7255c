using System.Globalization;

namespace OciInterceptor.Schema;

/// <summary>Ages as people write them: "30d", "12h", "90m", "10s".</summary>
internal static class AgeText
{
    /// <summary>What a message asks for.</summary>
    internal const string Form = "an age such as \"30d\", \"12h\" or \"90m\"";

    private const int MostSeconds = int.MaxValue; // 68 years

    /// <summary>The age; null if the text is not an age, or is longer than 68 years. It may be 0.</summary>
    internal static TimeSpan? Parse(string text)
    {
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        return unit > 0 && long.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostSeconds / unit
            ? TimeSpan.FromSeconds(number * unit)
            : null;
    }

    /// <summary>The age in the largest unit that it is a multiple of.</summary>
    internal static string Of(TimeSpan age)
    {
        var seconds = (long)age.TotalSeconds;
        var (unit, letter) = seconds % 86_400 == 0 ? (86_400, 'd') : seconds % 3600 == 0 ? (3600, 'h') : seconds % 60 == 0 ? (60, 'm') : (1, 's');
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / unit}{letter}");
    }
}
