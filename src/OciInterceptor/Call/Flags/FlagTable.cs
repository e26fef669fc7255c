using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Call.Flags;

/// <summary>
/// The one table of our flags: the scan ahead of .NET, the options and the help all read it. A line is name, the value's name
/// (none for a switch), scope, help, and the function that puts the flag into <see cref="Options"/>.
/// </summary>
internal static unsafe class FlagTable
{
    /// <summary>How many flags there are; <see cref="At"/> takes 0 to one less.</summary>
    internal const int Count = 17;

    /// <summary>What all our flags begin with.</summary>
    internal static ReadOnlySpan<byte> Prefix => "--oi-"u8;

    // The scan ahead of .NET reads these four itself.
    internal static ReadOnlySpan<byte> RuntimePath => "--oi-runtime-path"u8;

    internal static ReadOnlySpan<byte> CloneRuntime => "--oi-clone-runtime"u8;

    internal static ReadOnlySpan<byte> Collector => "--oi-collector"u8;

    internal static ReadOnlySpan<byte> Profile => "--oi-profile"u8;

    internal static ReadOnlySpan<byte> Help => "--oi-help"u8;

    internal static ReadOnlySpan<byte> Version => "--oi-version"u8;

    /// <summary>The flag at an index; the help shows them in this order.</summary>
    internal static FlagEntry At(int place) => place switch
    {
        0 => new(RuntimePath, "PATH"u8, FlagScope.None, "the real runtime, a path or a name for PATH (default: where /etc/oci-interceptor/runtime points, else runc)"u8, null),
        1 => new("--oi-readonly-networking-mounts"u8, default, FlagScope.Configuration, "make /etc/hosts, /etc/hostname and /etc/resolv.conf read-only in the container"u8, &Options.PutReadonlyNetworkingMounts),
        2 => new("--oi-env"u8, "NAME=VALUE"u8, FlagScope.Document, "set a variable in the container unless it is set there (repeatable)"u8, &Options.PutEnv),
        3 => new("--oi-env-force"u8, "NAME=VALUE"u8, FlagScope.Document, "set a variable in the container even if it is set there (repeatable)"u8, &Options.PutEnvForce),
        4 => new("--oi-cdi-device"u8, "VENDOR/CLASS=NAME"u8, FlagScope.Configuration, "give the container a device of the Container Device Interface (repeatable)"u8, &Options.PutCdiDevice),
        5 => new("--oi-write-debug-output"u8, default, FlagScope.Call, "write snapshots of the documents and a log of the calls"u8, &Options.PutWriteDebugOutput),
        6 => new("--oi-debug-output-dir"u8, "DIR"u8, FlagScope.None, "where debug output goes (default: /var/log/oci-interceptor)"u8, &Options.PutDebugOutputDirectory),
        7 => new("--oi-debug-name"u8, "hostname|id"u8, FlagScope.None, "what snapshots are named by (default: hostname)"u8, &Options.PutDebugName),
        8 => new("--oi-log-file"u8, "FILE"u8, FlagScope.Call, "append our own log to this file"u8, &Options.PutLogFile),
        9 => new("--oi-log-level"u8, "LEVEL"u8, FlagScope.None, "Verbose, Debug, Information, Warning, Error or Fatal (default: Information)"u8, &Options.PutLogLevel),
        10 => new("--oi-config"u8, "FILE"u8, FlagScope.Document, "the policy (default: /etc/oci-interceptor/config.json if it is there, then conf.d/*.json and *.jsonc beside it)"u8, &Options.PutConfig),
        11 => new(Profile, "PROFILE"u8, FlagScope.Document, "add a profile: a built-in one or /etc/oci-interceptor/profiles/PROFILE.json (repeatable)"u8, &Options.PutProfile),
        12 => new("--oi-warn-profile"u8, "PROFILE"u8, FlagScope.Document, "evaluate a profile as a shadow: report what it would do, but apply nothing of it (repeatable)"u8, &Options.PutWarnProfile),
        13 => new(CloneRuntime, default, FlagScope.None, "execute a sealed copy of the runtime in memory, which no container can overwrite"u8, &Options.PutCloneRuntime),
        14 => new(Collector, default, FlagScope.None, "start .NET with its garbage collector; by default a call with a small document starts without it"u8, &Options.PutCollector),
        15 => new(Help, default, FlagScope.Call, "show this help"u8, &Options.PutHelp),
        16 => new(Version, default, FlagScope.Call, "show the version"u8, &Options.PutVersion),
        _ => default,
    };

    /// <summary>The index of a flag, by its whole name; -1 if the flag is unknown.</summary>
    internal static int Find(ReadOnlySpan<byte> name)
    {
        for (var place = 0; place < Count; place++)
        {
            if (At(place).Name.SequenceEqual(name))
            {
                return place;
            }
        }
        return -1;
    }

    /// <summary>", did you mean …?" for a flag that is misspelt, or nothing.</summary>
    internal static string Hint(string name)
    {
        var names = new string[Count];
        for (var place = 0; place < Count; place++)
        {
            names[place] = Encoding.UTF8.GetString(At(place).Name);
        }
        return NearestName.Hint(name, names);
    }
}
