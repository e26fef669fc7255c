namespace OciInterceptor.Spec.Views;

/// <summary>Gives a record back as it was when a change turned out to be none.</summary>
internal static class SpecChange
{
    /// <param name="after">What "with" made.</param>
    /// <param name="before">What it was made of.</param>
    internal static T OrSame<T>(this T after, T before)
        where T : SpecObject => ReferenceEquals(after.Json, before.Json) ? before : after;
}
