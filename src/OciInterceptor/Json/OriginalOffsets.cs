namespace OciInterceptor.Json;

/// <summary>Maps the values of a text that is not a file itself to their positions in the file that it was made from.</summary>
internal sealed class OriginalOffsets
{
    private readonly List<(int Offset, int Line, int Column)> _places = [];

    /// <summary>Adds a position; the offsets must be ascending.</summary>
    internal void Add(int offset, int line, int column) => _places.Add((offset, line, column));

    /// <summary>The position of the last value that begins at an offset, or before it.</summary>
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
