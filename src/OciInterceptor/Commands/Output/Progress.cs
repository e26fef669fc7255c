using System.Diagnostics;
using System.Globalization;

namespace OciInterceptor.Commands.Output;

/// <summary>One line on a terminal that says how far long work is. Nothing is shown of work that is soon done.</summary>
/// <param name="what">What is counted, such as "documents".</param>
/// <param name="all">How many there are.</param>
/// <param name="show">Writes to the terminal; null without one.</param>
internal sealed class Progress(string what, long all, Action<string>? show) : IDisposable
{
    private const int Every = 64; // steps between two looks at the clock

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = TimeSpan.FromMilliseconds(500);
    private long _done;
    private bool _isShown;

    /// <summary>Called once a step.</summary>
    internal void Step()
    {
        if (show is null || ++_done % Every != 0 || _watch.Elapsed < _next)
        {
            return;
        }
        _next = _watch.Elapsed + TimeSpan.FromMilliseconds(200);
        _isShown = true;
        show(string.Create(CultureInfo.InvariantCulture, $"\r{_done:N0} of {Math.Max(all, _done):N0} {what}\e[K"));
    }

    /// <summary>Removes the line.</summary>
    public void Dispose()
    {
        if (_isShown)
        {
            show!("\r\e[K");
        }
    }
}
