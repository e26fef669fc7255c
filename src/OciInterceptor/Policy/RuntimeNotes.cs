using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Policy;

/// <summary>What a runtime does not know of a change, or what cannot be told.</summary>
/// <param name="Unsupported">What it does not know, each with the reason; empty if that is nothing.</param>
/// <param name="Message">All of it as a sentence.</param>
internal sealed record RuntimeNotes(ImmutableArray<string> Unsupported, string Message)
{
    // How many things a message names.
    private const int Shown = 10;

    /// <summary>Judges a change. The runtime is asked only if the change needs it.</summary>
    /// <returns>Null if nothing is to be said.</returns>
    internal static RuntimeNotes? Of(JsonObject before, JsonObject after, Func<RuntimeAnswer> ask)
    {
        var claims = Claims.Between(before, after);
        if (claims.IsEmpty || ask() is not { Runtime: not null } runtime)
        {
            return null;
        }
        var unsupported = ImmutableArray.CreateBuilder<string>();
        var untold = ImmutableArray.CreateBuilder<string>();
        foreach (var claim in claims)
        {
            var cause = "";
            var knows = runtime.Features?.Knows(claim, out cause);
            if (knows == false)
            {
                unsupported.Add($"{claim.Thing} ({cause})");
            }
            // What every runtime knows is not worth a word.
            else if (knows is null && claim.Since is not null)
            {
                untold.Add(claim.Thing);
            }
        }
        var (missing, open) = (unsupported.DrainToImmutable(), untold.DrainToImmutable());
        return !missing.IsEmpty ? new RuntimeNotes(missing, $"{runtime.Title} does not support {List(missing)}")
            : !open.IsEmpty ? new RuntimeNotes([], $"cannot tell whether {runtime.Title} supports {List(open)}: {runtime.Fault ?? "its features do not say"}")
            : null;
    }

    private static string List(ImmutableArray<string> things) =>
        string.Join(", ", things.Take(Shown)) + (things.Length > Shown ? $" and {things.Length - Shown} more" : "");

    /// <summary>The error for a rule that must not be ignored.</summary>
    internal InterceptorException Refusal() => new($"{Message}, and would ignore or refuse it");
}
