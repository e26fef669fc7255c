namespace OciInterceptor.Call.Flags;

/// <summary>
/// The one table of our flags: the scan ahead of main, the options and the help all read it. A line is
/// name, the value's name (none for a switch), reach (see <see cref="FlagScope"/>: -, configuration, document, call) and help,
/// in the order of <see cref="Flag"/>.
/// </summary>
internal static class FlagTable
{
    /// <summary>What all our flags begin with.</summary>
    internal static ReadOnlySpan<byte> Prefix => "--oi-"u8;

    /// <summary>The lines, for <see cref="FlagEntry.ReadFrom"/>.</summary>
    internal static ReadOnlySpan<byte> Lines =>
        "--oi-runtime-path|PATH|-|the real runtime, a path or a name for PATH (default: where /etc/oci-interceptor/runtime points, else runc)\n"u8 +
        "--oi-readonly-networking-mounts||configuration|make /etc/hosts, /etc/hostname and /etc/resolv.conf read-only in the container\n"u8 +
        "--oi-env|NAME=VALUE|document|set a variable in the container unless it is set there (repeatable)\n"u8 +
        "--oi-env-force|NAME=VALUE|document|set a variable in the container whatever is there (repeatable)\n"u8 +
        "--oi-cdi-device|VENDOR/CLASS=NAME|configuration|give the container a device of the Container Device Interface (repeatable)\n"u8 +
        "--oi-write-debug-output||call|write snapshots of the documents and a log of the calls\n"u8 +
        "--oi-debug-output-dir|DIR|-|where debug output goes (default: /var/log/oci-interceptor)\n"u8 +
        "--oi-debug-name|WORD|-|what snapshots are named by: hostname or id (default: hostname)\n"u8 +
        "--oi-log-file|FILE|call|append our own log to this file\n"u8 +
        "--oi-log-level|LEVEL|-|Verbose, Debug, Information, Warning, Error or Fatal (default: Information)\n"u8 +
        "--oi-config|FILE|document|the policy (default: /etc/oci-interceptor/config.json if it is there, then conf.d/*.json beside it)\n"u8 +
        "--oi-profile|NAME|document|add a profile: a built-in one or /etc/oci-interceptor/profiles/NAME.json (repeatable)\n"u8 +
        "--oi-clone-runtime||-|execute a sealed copy of the runtime in memory, which no container can overwrite\n"u8 +
        "--oi-help||call|show this help\n"u8 +
        "--oi-version||call|show the version\n"u8;

    /// <summary>The line of a flag, by its whole name.</summary>
    internal static bool TryFind(ReadOnlySpan<byte> name, out FlagEntry line)
    {
        var rest = Lines;
        for (var flag = default(Flag); rest.Length > 0; flag++)
        {
            line = FlagEntry.ReadFrom(ref rest, flag);
            if (line.Name.SequenceEqual(name))
            {
                return true;
            }
        }
        line = default;
        return false;
    }
}
