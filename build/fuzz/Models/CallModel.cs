namespace Fuzz.Models;

/// <summary>
/// How a call is read (docs/decisions/0006), once more and simply: over strings, with lists of its own. The product does the same over raw
/// bytes, without allocation.
/// </summary>
internal sealed class CallModel
{
    private static readonly HashSet<string> _verbs =
    [
        "create", "run", "restore", "exec", "start", "state", "kill", "delete", "list", "ps", "events", "update", "pause", "resume", "checkpoint", "spec", "features", "init", "info", "completion", "help", "mounts",
    ];

    private static readonly HashSet<string> _globalsWithValue = ["log", "log-format", "log-level", "root", "criu", "rootless", "cgroup-manager", "l", "r"];

    private static readonly HashSet<string> _globalSwitches = ["debug", "systemd-cgroup", "help", "h", "version", "v", "V", "?", "usage", "s"];

    private static readonly HashSet<string> _informing = ["help", "h", "version", "v", "V", "?", "usage"];

    private static readonly HashSet<string> _ownSwitches =
        ["--oi-readonly-networking-mounts", "--oi-write-debug-output", "--oi-clone-runtime", "--oi-help", "--oi-version"];

    private static readonly HashSet<string> _ownWithValue =
    [
        "--oi-runtime-path", "--oi-env", "--oi-env-force", "--oi-cdi-device", "--oi-debug-output-dir", "--oi-debug-name", "--oi-log-file", "--oi-log-level", "--oi-config", "--oi-profile",
    ];

    private readonly IReadOnlyList<string> _arguments;
    private readonly List<string> _forwarded = [];
    private string? _log;
    private string? _logFormat;
    private bool _isFaulty;
    private bool _informs;

    private CallModel(IReadOnlyList<string> arguments) => _arguments = arguments;

    /// <param name="arguments">Without argv[0]. No argument has a NUL.</param>
    internal static CallShape Of(IReadOnlyList<string> arguments) => new CallModel(arguments).Read();

    private CallShape Read()
    {
        var verb = ReadGlobals();
        _forwarded.AddRange(_arguments.Skip(verb));
        var shape = new CallShape(_forwarded) { Log = _log, LogFormat = _logFormat, IsFaulty = _isFaulty };
        return verb == _arguments.Count || _informs ? shape : VerbModel.Read(shape with { Verb = _arguments[verb] }, _arguments.Skip(verb + 1));
    }

    // The verb's index, or the end.
    private int ReadGlobals()
    {
        var isAfterUnknown = false;
        var hasEnded = false;
        var at = 0;
        while (at < _arguments.Count)
        {
            var argument = _arguments[at];
            if (hasEnded || argument.Length < 2 || argument[0] != '-')
            {
                // Behind an option that nobody knows, a word that nobody knows is its value.
                if (!isAfterUnknown || _verbs.Contains(argument) || argument.StartsWith("oi-", StringComparison.Ordinal))
                {
                    return at;
                }
                Forward(at, 1);
                at++;
            }
            else if (argument == "--")
            {
                hasEnded = true;
                Forward(at, 1);
                at++;
            }
            else if (argument.StartsWith("--oi-", StringComparison.Ordinal))
            {
                at += ReadOwn(at, ref isAfterUnknown);
            }
            else
            {
                at += ReadGlobal(at, ref isAfterUnknown);
            }
        }
        return at;
    }

    private int ReadOwn(int at, ref bool isAfterUnknown)
    {
        var (name, value) = Split(_arguments[at]);
        if (_ownSwitches.Contains(name))
        {
            _isFaulty |= value is not null;
            return 1;
        }
        if (!_ownWithValue.Contains(name))
        {
            _isFaulty = true;
            isAfterUnknown |= value is null;
            return 1;
        }
        if (value is not null)
        {
            return 1;
        }
        var isMissing = at + 1 == _arguments.Count || _arguments[at + 1].StartsWith("--", StringComparison.Ordinal);
        _isFaulty |= isMissing;
        return isMissing ? 1 : 2;
    }

    private int ReadGlobal(int at, ref bool isAfterUnknown)
    {
        var (option, value) = Split(_arguments[at]);
        var name = option[(option.StartsWith("--", StringComparison.Ordinal) ? 2 : 1)..];
        var count = 1;
        if (value is null && _globalsWithValue.Contains(name) && !(name == "rootless" && IsSwitch(at)))
        {
            value = at + 1 < _arguments.Count ? _arguments[at + 1] : null;
            count = value is null ? 1 : 2;
        }
        else if (value is null)
        {
            isAfterUnknown |= !_globalSwitches.Contains(name);
        }
        _log = name is "log" or "l" ? value : _log;
        _logFormat = name == "log-format" ? value : _logFormat;
        _informs |= value is null && _informing.Contains(name);
        Forward(at, count);
        return count;
    }

    // runsc's --rootless has no value.
    private bool IsSwitch(int at) => at + 1 == _arguments.Count || _arguments[at + 1].StartsWith('-') || _verbs.Contains(_arguments[at + 1]);

    private void Forward(int at, int count) => _forwarded.AddRange(_arguments.Skip(at).Take(count));

    /// <summary>An option's name, and its value behind the first "=".</summary>
    internal static (string Name, string? Value) Split(string argument) =>
        argument.IndexOf('=', StringComparison.Ordinal) is >= 0 and var sign ? (argument[..sign], argument[(sign + 1)..]) : (argument, null);
}
