namespace Fuzz.Models;

/// <summary>The part of <see cref="CallModel"/> that is behind the verb.</summary>
internal static class VerbModel
{
    private const string LettersWithValue = "bfpeugc";

    private static readonly string[] _withValue =
    [
        "bundle", "config", "console-socket", "pidfd-socket", "pid-file", "preserve-fds", "image-path", "work-path", "parent-path", "manage-cgroups-mode", "empty-ns", "lsm-profile", "lsm-mount-context",
        "process", "cwd", "env", "user", "additional-gids", "process-label", "apparmor", "cap", "cgroup",
    ];

    private static readonly string[] _runscWithValue = ["user-log", "exec-fd", "pass-fd", "internal-pid-file"];

    private static readonly string[] _switches =
    [
        "no-pivot", "no-new-keyring", "keep", "detach", "no-subreaper", "tcp-established", "ext-unix-sk", "shell-job", "file-locks", "auto-dedup", "lazy-pages", "tty", "no-new-privs", "ignore-paused",
        "leave-running", "debug", "help", "usage",
    ];

    // What an exec may say besides a document.
    private static readonly HashSet<string> _besidesTheProcess =
    [
        "process", "p", "detach", "d", "tty", "t", "console-socket", "pidfd-socket", "pid-file", "preserve-fds", "cwd", "cgroup", "ignore-paused", "debug", "help", "h", "user-log", "exec-fd", "pass-fd", "internal-pid-file",
    ];

    private static readonly HashSet<string> _informing = ["help", "h", "version", "v", "V", "?", "usage"];

    internal static CallShape Read(CallShape shape, IEnumerable<string> arguments)
    {
        var isExec = shape.Verb == "exec";
        if (!isExec && shape.Verb is not ("create" or "run" or "restore"))
        {
            return shape;
        }
        shape = shape with { Document = isExec ? "process" : "configuration" };
        var rest = new Queue<string>(arguments);
        var hasEnded = false;
        while (rest.TryDequeue(out var argument))
        {
            if (argument == "--" && !hasEnded)
            {
                hasEnded = true;
                continue;
            }
            if (hasEnded || argument.Length < 2 || argument[0] != '-')
            {
                shape = shape with { ContainerId = shape.ContainerId ?? argument };
                if (isExec)
                {
                    break;
                }
                continue;
            }
            var (name, value) = Option(argument, rest);
            if (value is null && _informing.Contains(name))
            {
                return shape with { Document = null, DescribesProcess = false };
            }
            shape = With(shape, name, value, isExec);
        }
        return isExec ? shape with { Document = shape.Process is null ? null : "process", DescribesProcess = shape.Process is null && shape.DescribesProcess } : shape;
    }

    private static CallShape With(CallShape shape, string name, string? value, bool isExec)
    {
        shape = shape with { DescribesProcess = shape.DescribesProcess || (isExec && !_besidesTheProcess.Contains(name)) };
        return name switch
        {
            "bundle" or "b" => shape with { Bundle = Given(value) },
            "config" or "f" => shape with { Config = value },
            "process" or "p" => shape with { Process = Given(value) },
            "no-pivot" => shape with { NoPivot = value is not ("0" or "f" or "F" or "false" or "FALSE" or "False") },
            _ => shape,
        };
    }

    // runc treats an empty value as a missing one.
    private static string? Given(string? value) => value is { Length: > 0 } ? value : null;

    private static (string Name, string? Value) Option(string argument, Queue<string> rest)
    {
        var isLong = argument.StartsWith("--", StringComparison.Ordinal);
        var (option, value) = CallModel.Split(argument);
        var name = option[(isLong ? 2 : 1)..];
        name = isLong && name.Length > 1 ? Complete(name) : name;
        if (_withValue.Contains(name) || _runscWithValue.Contains(name) || (isLong && name.Length == 1 && LettersWithValue.Contains(name, StringComparison.Ordinal)))
        {
            return (name, value ?? (rest.TryDequeue(out var next) ? next : null));
        }
        return isLong || _switches.Contains(name) ? (name, value) : Letters(argument, rest);
    }

    // -dtb X, -dtbX, -b=X: the first letter with a value takes the rest, or the next argument.
    private static (string Name, string? Value) Letters(string argument, Queue<string> rest)
    {
        var name = argument;
        for (var i = 1; i < argument.Length; i++)
        {
            if (argument[i] == '=')
            {
                return (name, argument[(i + 1)..]);
            }
            name = argument[i..(i + 1)];
            if (LettersWithValue.Contains(argument[i], StringComparison.Ordinal))
            {
                var value = argument[(i + 1)..];
                return value.Length == 0 ? (name, rest.TryDequeue(out var next) ? next : null) : (name, value[0] == '=' ? value[1..] : value);
            }
        }
        return (name, null);
    }

    // getopt_long(3) takes a beginning that only one option has.
    private static string Complete(string name)
    {
        if (_withValue.Contains(name) || _switches.Contains(name))
        {
            return name;
        }
        var beginning = _withValue.Concat(_switches).Where(option => option.StartsWith(name, StringComparison.Ordinal)).ToList();
        return beginning.Count == 1 ? beginning[0] : name;
    }
}
