using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>Compares lists of records.</summary>
internal static class RecordArray
{
    /// <summary>Whether two lists hold the same instances; a missing list equals an empty one.</summary>
    internal static bool SameAs<T>(this ImmutableArray<T> one, ImmutableArray<T> other)
        where T : SpecObject
    {
        if (one.IsDefaultOrEmpty || other.IsDefaultOrEmpty)
        {
            return one.IsDefaultOrEmpty && other.IsDefaultOrEmpty;
        }
        return one.AsSpan().SequenceEqual(other.AsSpan(), new SameRecord<T>());
    }

    private sealed class SameRecord<T> : IEqualityComparer<T>
        where T : SpecObject
    {
        public bool Equals(T? x, T? y) => ReferenceEquals(x?.Json, y?.Json);

        public int GetHashCode(T obj) => obj.Json.GetHashCode();
    }
}
