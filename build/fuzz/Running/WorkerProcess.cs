using System.Diagnostics;
using System.Globalization;

namespace Fuzz.Running;

/// <summary>A worker as its parent sees it: watched for hanging, and replaced if it dies.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(60);

    private readonly CurrentInput _current;
    private readonly Process _process;
    private long _number = -1;
    private TimeSpan _processorTime;
    private Stopwatch _since = Stopwatch.StartNew();

    internal WorkerProcess(int number, int seconds, Options options)
    {
        Number = number;
        _current = new CurrentInput(Workplace.CurrentInput(number));
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true };
        string[] arguments =
        [
            typeof(WorkerProcess).Assembly.Location, seconds.ToString(CultureInfo.InvariantCulture), "--rounds", options.Rounds.ToString(CultureInfo.InvariantCulture), "--worker", number.ToString(CultureInfo.InvariantCulture),
            "--seed", options.Seed.ToString(CultureInfo.InvariantCulture), .. options.Targets.SelectMany(name => (string[])["--target", name]),
            .. options.Corpus is { } corpus ? (string[])["--corpus", corpus] : [],
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        // An input must not cost more memory than a machine has.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x60000000";
        _process = Process.Start(start)!;
    }

    internal int Number { get; }

    internal bool HasEnded => _process.HasExited;

    internal bool HasDied => _process.HasExited && _process.ExitCode != 0;

    /// <summary>Whether it tried an input.</summary>
    internal bool HasBegun => _current.Number > 0;

    internal int ExitCode => _process.ExitCode;

    internal int Target => _current.Target;

    internal byte[] Input => _current.Input;

    /// <summary>Kills it if it has been at one input for too long: by the processor's time, so that a busy machine is no hang.</summary>
    /// <returns>Whether it did.</returns>
    internal bool KillIfHanging()
    {
        var used = _process.HasExited ? TimeSpan.Zero : _process.TotalProcessorTime;
        if (_process.HasExited || _current.Number != _number)
        {
            (_number, _processorTime, _since) = (_current.Number, used, Stopwatch.StartNew());
            return false;
        }
        if (_number == 0 || (used - _processorTime < _longest && _since.Elapsed < _longestWait))
        {
            return false;
        }
        _process.Kill();
        _process.WaitForExit();
        return true;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        _process.Dispose();
        _current.Dispose();
    }
}
