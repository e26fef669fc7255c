using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>Changes to the Linux part of a configuration that give the same instance back when nothing changed.</summary>
internal static class LinuxMapping
{
    /// <summary>Changes the Linux part; where there is none the change starts from an empty one, which stays away if it stays empty.</summary>
    internal static RuntimeSpec MapLinux(this RuntimeSpec spec, Func<LinuxSection, LinuxSection> change)
    {
        var linux = spec.Linux ?? new LinuxSection(JsonObject.Empty);
        var changed = change(linux);
        return ReferenceEquals(changed.Json, linux.Json) ? spec : spec with { Linux = changed };
    }

    /// <summary>Whether two lists hold the very same records; a missing list is as good as an empty one.</summary>
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
