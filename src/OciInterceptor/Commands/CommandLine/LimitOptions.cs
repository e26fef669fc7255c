using System.CommandLine;
using System.Globalization;
using OciInterceptor.Generate;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Limits;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>The options that limit a container's resources.</summary>
internal sealed class LimitOptions
{
    private const string Unlimited = "unlimited";

    private readonly Option<string> _memory;
    private readonly Option<string> _cpus;
    private readonly Option<string> _pids;
    private readonly Option<string[]> _rlimits;

    internal LimitOptions(Command command)
    {
        _memory = command.AddOne("--memory", "SIZE", "the memory limit, such as 256m");
        _cpus = command.AddOne("--cpus", "NUMBER", "the CPU limit in processors, such as 0.5");
        _pids = command.AddOne("--pids", "NUMBER", $"the limit on processes, or \"{Unlimited}\" (default: {LimitSettings.DefaultPids})");
        _rlimits = command.AddMany("--rlimit", "NAME=SOFT[:HARD]", "a limit of the process, such as NOFILE=4096 (repeatable)");
    }

    internal LimitSettings Read(ParseResult arguments)
    {
        var rlimits = arguments.All(_rlimits).Select(Rlimit).ToImmutableArray();
        return rlimits.FirstRepeated(limit => limit.Type) is { } twice
            ? throw new InterceptorException($"two limits for {twice}")
            : new LimitSettings
            {
                Memory = arguments.GetValue(_memory) is { } memory ? Size(memory) : null,
                CpuQuota = arguments.GetValue(_cpus) is { } cpus ? Quota(cpus) : null,
                Pids = arguments.GetValue(_pids) is { } pids ? Pids(pids) : null,
                Chosen = rlimits,
            };
    }

    private static long Size(string text) =>
        SizeText.Parse(text) is > 0 and { } size ? size : throw new InterceptorException($"--memory: invalid size \"{text}\": want a number of bytes, such as 64m");

    // The kernel takes no less than a millisecond of the period.
    private static long Quota(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cpus) && cpus is >= 0.01m and <= 100_000m
            ? (long)(cpus * 100_000)
            : throw new InterceptorException($"--cpus: invalid number of processors \"{text}\": want at least 0.01");

    private static long Pids(string text) => text == Unlimited ? -1
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pids) && pids > 0 ? pids
        : throw new InterceptorException($"--pids: invalid number of processes \"{text}\": want a number or \"{Unlimited}\"");

    private RlimitSetting Rlimit(string text)
    {
        var (name, value) = OptionList.Pair(_rlimits, text);
        var type = name.StartsWith("RLIMIT_", StringComparison.Ordinal) ? name : "RLIMIT_" + name;
        if (!RlimitNames.All.Contains(type))
        {
            throw new InterceptorException($"unknown resource limit \"{name}\"{NearestName.Hint(type, RlimitNames.All)}");
        }
        var (soft, hard) = MountSyntax.Halves(value, ':');
        var limit = new RlimitSetting(type, Number(text, soft), Number(text, hard ?? soft));
        return limit.Soft <= limit.Hard ? limit : throw new InterceptorException($"the soft limit of {type} is above its hard limit");
    }

    private static ulong Number(string text, string number) => number == Unlimited ? ulong.MaxValue
        : ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw new InterceptorException($"--rlimit: invalid limit in \"{text}\": want a number or \"{Unlimited}\"");
}
