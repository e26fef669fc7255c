namespace OciInterceptor.Json;

/// <summary>Where the values of a text are in the file it was made from, for a text that is not a file itself.</summary>
internal sealed class OriginalOffsets
{
    private readonly List<(int Offset, int Line, int Column)> _places = [];

    /// <summary>Offsets come in their order.</summary>
    internal void Add(int offset, int line, int column) => _places.Add((offset, line, column));

    /// <summary>The place of the last value that begins at an offset, or before it.</summary>
    internal (int Line, int Column) Find(int offset)
    {
        var (low, high) = (0, _places.Count);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = _places[middle].Offset <= offset ? (middle, high) : (low, middle);
        }
        return (_places[low].Line, _places[low].Column);
    }
}
