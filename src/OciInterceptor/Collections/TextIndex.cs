namespace OciInterceptor.Collections;

/// <summary>An index of the positions of strings in a list, so that the cost of a lookup does not grow with the list.</summary>
internal sealed class TextIndex
{
    private readonly Dictionary<string, int> _places;
    private readonly int[] _next;

    internal TextIndex(ReadOnlySpan<string?> texts)
    {
        _places = new Dictionary<string, int>(texts.Length);
        _next = new int[texts.Length];
        for (var i = texts.Length - 1; i >= 0; i--)
        {
            if (texts[i] is { } text)
            {
                _next[i] = Place(text);
                _places[text] = i;
            }
        }
    }

    /// <summary>The first position of a text at or after <paramref name="least"/>, or -1; earlier positions are forgotten.</summary>
    internal int Find(string text, int least)
    {
        var place = Place(text);
        while (place >= 0 && place < least)
        {
            place = _places[text] = _next[place];
        }
        return place;
    }

    /// <summary>The first position of a text that was not taken yet, or -1.</summary>
    internal int Take(string text)
    {
        var place = Place(text);
        if (place >= 0)
        {
            _places[text] = _next[place];
        }
        return place;
    }

    private int Place(string text) => _places.TryGetValue(text, out var place) ? place : -1;
}
