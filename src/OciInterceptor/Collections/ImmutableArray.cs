using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OciInterceptor.Collections;

/// <summary>Creates and searches <see cref="ImmutableArray{T}"/>s. Loops over the array directly: .NET resolves every call through an interface at run time.</summary>
internal static class ImmutableArray
{
    internal static ImmutableArray<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());

    internal static ImmutableArray<T>.Builder CreateBuilder<T>(int capacity = 0) => new(capacity);

    internal static ImmutableArray<T> ToImmutableArray<T>(this IEnumerable<T> items)
    {
        var builder = new ImmutableArray<T>.Builder(4);
        foreach (var item in items)
        {
            builder.Add(item);
        }
        return builder.DrainToImmutable();
    }

    /// <summary>
    /// Sets an item of an array that was made as one of <typeparamref name="T"/>, at an index that is within it. .NET would look each time
    /// whether the array is one of a derived type, which takes fifty instructions.
    /// </summary>
    internal static void Set<T>(T[] made, int index, T item) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(made), index) = item;

    /// <summary>Select and ToImmutableArray in one, without an iterator.</summary>
    internal static ImmutableArray<TResult> Map<T, TResult>(this ImmutableArray<T> items, Func<T, TResult> map)
    {
        var results = new TResult[items.Length];
        for (var i = 0; i < results.Length; i++)
        {
            Set(results, i, map(items[i]));
        }
        return new ImmutableArray<TResult>(results);
    }

    /// <summary>Each distinct text once, at its first position. Compares every pair, so it is for short lists.</summary>
    internal static ImmutableArray<string> Distinct(this ImmutableArray<string> texts)
    {
        var distinct = CreateBuilder<string>(texts.Length);
        foreach (var text in texts)
        {
            if (!distinct.Contains(text))
            {
                distinct.Add(text);
            }
        }
        return distinct.DrainToImmutable();
    }

    internal static ImmutableArray<T> Reversed<T>(this ImmutableArray<T> items)
    {
        var reversed = new T[items.Length];
        for (var i = 0; i < reversed.Length; i++)
        {
            reversed[i] = items[reversed.Length - 1 - i];
        }
        return new ImmutableArray<T>(reversed);
    }

    internal static bool Any<T>(this ImmutableArray<T> items, Func<T, bool> isWanted)
    {
        foreach (var item in items)
        {
            if (isWanted(item))
            {
                return true;
            }
        }
        return false;
    }

    internal static T? FirstOrDefault<T>(this ImmutableArray<T> items, Func<T, bool> isWanted)
    {
        foreach (var item in items)
        {
            if (isWanted(item))
            {
                return item;
            }
        }
        return default;
    }

    internal static T? LastOrDefault<T>(this ImmutableArray<T> items, Func<T, bool> isWanted)
    {
        for (var i = items.Length - 1; i >= 0; i--)
        {
            if (isWanted(items[i]))
            {
                return items[i];
            }
        }
        return default;
    }

    internal static bool All<T>(this ImmutableArray<T> items, Func<T, bool> isFine)
    {
        foreach (var item in items)
        {
            if (!isFine(item))
            {
                return false;
            }
        }
        return true;
    }
}
