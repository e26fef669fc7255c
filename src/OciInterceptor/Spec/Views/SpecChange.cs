namespace OciInterceptor.Spec.Views;

/// <summary>Undoes a change that turned out to change nothing. An extension, since a member of the base could not return the record's own type.</summary>
internal static class SpecChange
{
    /// <summary>The record before the change if both are views of the same JSON.</summary>
    internal static T OrSame<T>(this T after, T before)
        where T : SpecObject => ReferenceEquals(after.Json, before.Json) ? before : after;
}
