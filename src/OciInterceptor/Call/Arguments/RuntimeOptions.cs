namespace OciInterceptor.Call.Arguments;

/// <summary>
/// The command lines of runc 1.1 to 1.3, crun 1.8 to 1.28, youki 0.5 and gVisor's runsc: which options take a value that
/// may be the next argument. Getting this right keeps a value from being read as a verb or a bundle.
/// </summary>
internal static class RuntimeOptions
{
    /// <summary>Global options with a value, without their dashes.</summary>
    internal static ReadOnlySpan<byte> GlobalsWithValue => " log log-format log-level root criu rootless cgroup-manager l r "u8;

    /// <summary>Global options without a value.</summary>
    internal static ReadOnlySpan<byte> GlobalSwitches => " debug systemd-cgroup help h version v V ? usage s "u8;

    /// <summary>Options that make the runtime print information and do nothing else.</summary>
    internal static ReadOnlySpan<byte> Informing => " help h version v V ? usage "u8;

    /// <summary>Options with a value of the verbs that carry a document.</summary>
    internal static ReadOnlySpan<byte> VerbOptionsWithValue =>
        " bundle config console-socket pidfd-socket pid-file preserve-fds"u8 +
        " image-path work-path parent-path manage-cgroups-mode empty-ns lsm-profile lsm-mount-context"u8 +
        " process cwd env user additional-gids process-label apparmor cap cgroup "u8;

    /// <summary>Those that only runsc has. It accepts no abbreviations, and these must not shadow crun's.</summary>
    private static ReadOnlySpan<byte> RunscVerbOptionsWithValue => " user-log exec-fd pass-fd internal-pid-file "u8;

    /// <summary>Their options without a value: with one dash, which Go accepts, they are not short options.</summary>
    internal static ReadOnlySpan<byte> VerbSwitches =>
        " no-pivot no-new-keyring keep detach no-subreaper tcp-established ext-unix-sk shell-job file-locks"u8 +
        " auto-dedup lazy-pages tty no-new-privs ignore-paused leave-running debug help usage "u8;

    /// <summary>
    /// The options of an exec that say nothing about the process that a rule could be about: how it is started, where it runs, what
    /// it is connected to. Any other, an unknown one too, counts as a description of the process (--user, --cap, --env …).
    /// </summary>
    internal static ReadOnlySpan<byte> BesidesTheProcess =>
        " process p detach d tty t console-socket pidfd-socket pid-file preserve-fds cwd cgroup ignore-paused debug help h"u8 +
        " user-log exec-fd pass-fd internal-pid-file "u8;

    /// <summary>Single letters with a value: -b bundle, -f config, -p process, -e env, -u user, -g additional-gids, -c cap.</summary>
    internal static ReadOnlySpan<byte> VerbLettersWithValue => "bfpeugc"u8;

    /// <summary>The verbs that some runtime has.</summary>
    internal static ReadOnlySpan<byte> Verbs =>
        " create run restore exec start state kill delete list ps events update pause resume checkpoint spec features init info completion help mounts "u8;

    /// <summary>
    /// Completes an abbreviated option of these verbs: getopt_long(3), and thus crun, accepts a prefix that only one option has. Returns
    /// the given name if it is complete, or a prefix of several options or of none.
    /// </summary>
    internal static ReadOnlySpan<byte> Complete(ReadOnlySpan<byte> name)
    {
        // A whole name begins itself, and where it begins another one, too, it is the given one.
        ReadOnlySpan<byte> found = default;
        var count = CountBeginning(VerbOptionsWithValue, name, ref found) + CountBeginning(VerbSwitches, name, ref found);
        return count == 1 ? found : name;
    }

    private static int CountBeginning(ReadOnlySpan<byte> list, ReadOnlySpan<byte> start, ref ReadOnlySpan<byte> found)
    {
        var count = 0;
        for (list = list[1..]; list.Length > 0;)
        {
            var length = list.IndexOf((byte)' ');
            if (list[..length].StartsWith(start))
            {
                found = list[..length];
                count++;
            }
            list = list[(length + 1)..];
        }
        return count;
    }

    /// <summary>Whether it is an option with a value of the verbs that carry a document.</summary>
    internal static bool IsVerbOptionWithValue(ReadOnlySpan<byte> name) => Has(VerbOptionsWithValue, name) || Has(RunscVerbOptionsWithValue, name);

    /// <summary>Whether a switch's value, after "=", turns it off: what Go reads as false.</summary>
    internal static bool IsFalse(ReadOnlySpan<byte> value) => Has(" 0 f F false FALSE False "u8, value);

    /// <summary>Whether a blank-separated list has a word.</summary>
    internal static bool Has(ReadOnlySpan<byte> list, ReadOnlySpan<byte> word)
    {
        if (word.Length == 0 || word.Contains((byte)' '))
        {
            return false;
        }
        while (true)
        {
            var at = list.IndexOf(word);
            if (at < 0)
            {
                return false;
            }
            if (at > 0 && list[at - 1] == ' ' && list[at + word.Length] == ' ')
            {
                return true;
            }
            list = list[(at + 1)..];
        }
    }
}
