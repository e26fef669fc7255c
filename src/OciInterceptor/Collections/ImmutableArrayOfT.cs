using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace OciInterceptor.Collections;

/// <summary>
/// An immutable list with the interface of System.Collections.Immutable's. The framework's type pulls in lists, pools, sorters and
/// comparers for every type of item, and .NET initialises each of them at start-up (docs/decisions/0012).
/// </summary>
/// <remarks>As in the framework, the default value is not an empty list: it represents a member that a document lacks.</remarks>
[CollectionBuilder(typeof(ImmutableArray), nameof(ImmutableArray.Create))]
internal readonly struct ImmutableArray<T> : IReadOnlyList<T>, IEquatable<ImmutableArray<T>>
{
    private readonly T[]? _items;

    internal ImmutableArray(T[] items) => _items = items;

    public T this[int index] => _items![index];

    public int Count => _items!.Length;

    internal int Length => _items!.Length;

    internal bool IsEmpty => _items!.Length == 0;

    public bool IsDefault => _items is null;

    internal bool IsDefaultOrEmpty => _items is null or [];

    public static bool operator ==(ImmutableArray<T> left, ImmutableArray<T> right) => left.Equals(right);

    public static bool operator !=(ImmutableArray<T> left, ImmutableArray<T> right) => !left.Equals(right);

    public Enumerator GetEnumerator() => new(_items!);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)_items!).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items!.GetEnumerator();

    /// <summary>Whether both are the same instance.</summary>
    public bool Equals(ImmutableArray<T> other) => ReferenceEquals(_items, other._items);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ImmutableArray<T> other && Equals(other);

    public override int GetHashCode() => _items is null ? 0 : RuntimeHelpers.GetHashCode(_items);

    internal ReadOnlySpan<T> AsSpan() => _items!.AsSpan();

    internal ReadOnlySpan<T> AsSpan(int start, int length) => _items!.AsSpan(start, length);

    internal ImmutableArray<T> Slice(int start, int length) => new(AsSpan(start, length).ToArray());

    internal ImmutableArray<T> Add(T item) => Insert(Length, item);

    internal ImmutableArray<T> Insert(int index, T item)
    {
        var items = new T[Length + 1];
        AsSpan(0, index).CopyTo(items);
        items[index] = item;
        AsSpan(index, Length - index).CopyTo(items.AsSpan(index + 1));
        return new ImmutableArray<T>(items);
    }

    internal ImmutableArray<T> SetItem(int index, T item)
    {
        var items = AsSpan().ToArray();
        items[index] = item;
        return new ImmutableArray<T>(items);
    }

    internal ImmutableArray<T> RemoveAt(int index)
    {
        var items = new T[Length - 1];
        AsSpan(0, index).CopyTo(items);
        AsSpan(index + 1, Length - index - 1).CopyTo(items.AsSpan(index));
        return new ImmutableArray<T>(items);
    }

    internal ImmutableArray<T> RemoveAll(Predicate<T> isUnwanted)
    {
        var kept = new Builder(Length);
        foreach (var item in AsSpan())
        {
            if (!isUnwanted(item))
            {
                kept.Add(item);
            }
        }
        return kept.Count == Length ? this : kept.DrainToImmutable();
    }

    internal ImmutableArray<T> Replace(T old, T @new) => SetItem(IndexOf(old), @new);

    internal bool Contains(T item) => IndexOf(item) >= 0;

    internal int IndexOf(T item) => Array.IndexOf(_items!, item);

    internal ImmutableArray<T> AddRange(ImmutableArray<T> more)
    {
        var items = new Builder(Length + more.Length);
        items.AddRange(this);
        items.AddRange(more);
        return items.DrainToImmutable();
    }

    internal ImmutableArray<T> AddRange(IEnumerable<T> more)
    {
        var items = ToBuilder();
        foreach (var item in more)
        {
            items.Add(item);
        }
        return items.DrainToImmutable();
    }

    internal Builder ToBuilder()
    {
        var items = new Builder(Length);
        items.AddRange(this);
        return items;
    }

    internal struct Enumerator(T[] items)
    {
        private int _at = -1;

        public readonly T Current => items[_at];

        public bool MoveNext() => ++_at < items.Length;
    }

    internal sealed class Builder(int capacity)
    {
        private T[] _items = new T[capacity];

        internal int Count { get; private set; }

        internal T this[int index]
        {
            get => _items[index];
            set => _items[index] = value;
        }

        internal bool Contains(T item) => Array.IndexOf(_items, item, 0, Count) >= 0;

        internal void Add(T item)
        {
            if (Count == _items.Length)
            {
                Grow(Count + 1);
            }
            ImmutableArray.Set(_items, Count++, item);
        }

        internal void AddRange(ImmutableArray<T> items)
        {
            if (Count + items.Length > _items.Length)
            {
                Grow(Count + items.Length);
            }
            items.AsSpan().CopyTo(_items.AsSpan(Count));
            Count += items.Length;
        }

        internal ImmutableArray<T> DrainToImmutable()
        {
            var items = Count == _items.Length ? _items : _items.AsSpan(0, Count).ToArray();
            (_items, Count) = ([], 0);
            return new ImmutableArray<T>(items);
        }

        internal ImmutableArray<T> MoveToImmutable() => DrainToImmutable();

        internal ImmutableArray<T> ToImmutable() => new(_items.AsSpan(0, Count).ToArray());

        private void Grow(int needed)
        {
            var items = new T[Math.Max(needed, Math.Max(_items.Length * 2, 4))];
            _items.AsSpan(0, Count).CopyTo(items);
            _items = items;
        }
    }
}
