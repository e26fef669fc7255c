using System.Globalization;
using OciInterceptor.Messages;

namespace OciInterceptor.Json;

/// <summary>Builds and parses JSON Pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    /// <summary>The step for the position after an array's last item.</summary>
    internal const string End = "-";

    internal static string Member(string parent, string name) =>
        $"{parent}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    internal static string Item(string parent, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{parent}/{index}");

    /// <summary>The names and indexes that lead to a value, outermost first; empty for the whole document.</summary>
    /// <exception cref="InterceptorException">It is not a JSON Pointer.</exception>
    internal static ImmutableArray<string> Parse(string pointer)
    {
        if (pointer.Length == 0)
        {
            return [];
        }
        if (pointer[0] != '/')
        {
            throw new InterceptorException($"invalid JSON Pointer \"{pointer}\": it must be empty or begin with a slash");
        }
        var steps = pointer[1..].Split('/');
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = Unescape(steps[i]) ?? throw new InterceptorException($"invalid JSON Pointer \"{pointer}\": ~ must be followed by 0 or 1");
        }
        return [.. steps];
    }

    /// <summary>The index that a step names in an array; null if it is not an index. One that no array has is the largest number.</summary>
    internal static int? Index(string step) =>
        step.Length == 0 || !step.All(char.IsAsciiDigit) || (step.Length > 1 && step[0] == '0') ? null
        : int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue;

    /// <summary>Whether a pointer leads to a part of the value that another leads to.</summary>
    internal static bool IsInside(string inner, string outer) =>
        inner.Length > outer.Length && inner[outer.Length] == '/' && inner.StartsWith(outer, StringComparison.Ordinal);

    // "~01" is "~1", not a slash, so the tilde is replaced last.
    private static string? Unescape(string step)
    {
        for (var at = step.IndexOf('~', StringComparison.Ordinal); at >= 0; at = step.IndexOf('~', at + 1))
        {
            if (at + 1 == step.Length || step[at + 1] is not ('0' or '1'))
            {
                return null;
            }
        }
        return step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
    }
}
