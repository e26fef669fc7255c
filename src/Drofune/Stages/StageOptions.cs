using System.Globalization;
using Drofune.Cli;
using Drofune.Linux;
using OciInterceptor.Linux;

namespace Drofune.Stages;

/// <summary>The command line of a stage: switches, values, and descriptors, which the command must not inherit.</summary>
internal sealed unsafe class StageOptions
{
    private readonly Arguments _arguments;
    private readonly HashSet<string> _switches = [];
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Reads everything after the verb; the options in <paramref name="withValue"/> take a value.</summary>
    internal StageOptions(Arguments arguments, params ReadOnlySpan<string> withValue)
    {
        while (arguments.TakeOption() is { } option)
        {
            if (withValue.Contains(option))
            {
                _values[option] = arguments.TakeValue(option);
            }
            else
            {
                _switches.Add(option);
            }
        }
        _arguments = arguments;
    }

    internal byte** Command => _arguments.TakeCommand("a stage");

    internal bool Has(string option) => _switches.Contains(option) || _values.ContainsKey(option);

    internal string Value(string option) =>
        _values.TryGetValue(option, out var value) ? value : throw new UsageException($"a stage needs {option}");

    internal int Descriptor(string option)
    {
        if (!int.TryParse(Value(option), NumberStyles.None, CultureInfo.InvariantCulture, out var fd))
        {
            throw new UsageException($"invalid {option} {Value(option)}: want the number of a descriptor");
        }
        SystemCall.Check(Libc.fcntl(fd, Libc.F_SETFD, Libc.FD_CLOEXEC), $"use the descriptor {fd}");
        return fd;
    }
}
