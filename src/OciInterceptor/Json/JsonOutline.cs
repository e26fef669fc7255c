namespace OciInterceptor.Json;

/// <summary>Where each object and array of a text begins and ends, in bytes, and how many members or items it has.</summary>
internal sealed class JsonOutline
{
    private const int None = -1;

    private readonly int _maxDepth;

    // In the order of their beginnings. While one is open, its end holds the index of the enclosing one.
    private Entry[] _entries;
    private int _count;
    private int _depth;
    private int _open = None;

    // The index that was looked up last.
    private int _found;

    /// <param name="size">How long the text is, in bytes.</param>
    /// <param name="maxDepth">How many levels may be open at a time.</param>
    internal JsonOutline(int size, int maxDepth)
    {
        // A document of an engine has an object or array every 60 to 100 bytes.
        _entries = new Entry[8 + Math.Min(size / 64, 1024)];
        _maxDepth = maxDepth;
    }

    /// <summary>Whether an object or array is open.</summary>
    internal bool IsInside => _open != None;

    /// <summary>Where the innermost object or array that is open begins.</summary>
    internal int Innermost => _entries[_open].Start;

    /// <summary>Notes that an object or array begins, in the one that is open.</summary>
    /// <returns>Whether the text may be that deep.</returns>
    internal bool TryOpen(int start)
    {
        if (_depth == _maxDepth)
        {
            return false;
        }
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }
        ref var entry = ref _entries[_count];
        entry.Start = start;
        entry.End = _open;
        _open = _count++;
        _depth++;
        return true;
    }

    /// <summary>Notes that the innermost object or array ends just before <paramref name="end"/>.</summary>
    internal void Close(int end)
    {
        ref var entry = ref _entries[_open];
        _open = entry.End;
        entry.End = end;
        _depth--;
    }

    /// <summary>Counts a value in the object or array that is open, if there is one.</summary>
    internal void Count()
    {
        if (_open != None)
        {
            _entries[_open].Length++;
        }
    }

    /// <summary>The offset just past the object or array that begins at <paramref name="start"/>.</summary>
    internal int EndOf(int start) => _entries[IndexOf(start)].End;

    /// <summary>How many members or items the object or array has that begins at <paramref name="start"/>.</summary>
    internal int LengthOf(int start) => _entries[IndexOf(start)].Length;

    // Most lookups go on a little from the one before: from there in steps that double, then by halves.
    private int IndexOf(int start)
    {
        // The next one, or the one after an item that holds a list.
        for (var next = _found + 1; next <= _found + 2 && next < _count; next++)
        {
            if (_entries[next].Start == start)
            {
                return _found = next;
            }
        }
        var low = _entries[_found].Start <= start ? _found : 0;
        var step = 1;
        while (low + step < _count && _entries[low + step].Start <= start)
        {
            low += step;
            step *= 2;
        }
        var high = Math.Min(low + step, _count);
        while (_entries[low].Start != start)
        {
            var middle = (low + high) / 2;
            (low, high) = _entries[middle].Start <= start ? (middle, high) : (low, middle);
        }
        return _found = low;
    }

    private struct Entry
    {
        internal int Start;
        internal int End;
        internal int Length;
    }
}
