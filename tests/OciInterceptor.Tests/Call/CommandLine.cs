using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace OciInterceptor.Tests.Call;

/// <summary>A command line made at random, and what of it is the runtime's.</summary>
internal sealed record CommandLine(byte[][] Arguments, byte[][] Runtimes, string Verb, bool Informs)
{
    private static readonly string[] _odd =
        ["--oi-env", "--oi-help", "--oi-bogus", "create", "exec", "--", "-", "", "--bundle", "-b", "-p", "-dtp", "-pX", "--process=P", "run", " log", "log ", "A=B", "--help"];

    /// <summary>Any bytes but NUL, or a word that invites confusion.</summary>
    internal static Gen<byte[]> Hostile { get; } = Gen.OneOf(
        Gen.Elements(_odd).Select(Encoding.UTF8.GetBytes),
        Gen.Elements("--", "-", "-- ", "--oi-", "-b", "--process=").SelectMany(prefix => Bytes.Select(rest => (byte[])[.. Encoding.UTF8.GetBytes(prefix), .. rest])),
        Bytes);

    /// <summary>Options of the runtime and flags of ours in any order, a verb, and anything behind it.</summary>
    internal static Gen<CommandLine> Any { get; } =
        from options in Gen.ListOf(Gen.OneOf(Runtime, Own))
        from verb in Gen.Elements("create", "run", "restore", "exec", "state", "kill")
        from tail in Gen.ArrayOf(Hostile)
        let verbAndTail = tail.Prepend(Encoding.UTF8.GetBytes(verb))
        select new CommandLine(
            [.. options.SelectMany(option => option.Arguments), .. verbAndTail],
            [.. options.Where(option => !option.IsOwn).SelectMany(option => option.Arguments), .. verbAndTail],
            verb,
            options.Any(option => option.Informs));

    private static Gen<byte[]> Bytes => Gen.ArrayOf(Gen.Choose(1, 255).Select(value => (byte)value));

    private static Gen<(byte[][] Arguments, bool IsOwn, bool Informs)> Runtime => Gen.OneOf(
        Gen.Elements("--debug", "--systemd-cgroup", "-s", "--foreign").Select(word => Option(false, false, Encoding.UTF8.GetBytes(word))),
        Gen.Elements("--version", "-h").Select(word => Option(false, true, Encoding.UTF8.GetBytes(word))),
        Gen.Elements("--log", "--log-format", "-root", "--criu", "-l", "-r").SelectMany(
            word => Hostile.Select(value => Option(false, false, Encoding.UTF8.GetBytes(word), value))),
        Gen.Elements("--log=", "-root=", "--foreign=", "--rootless=").SelectMany(
            word => Hostile.Select(value => Option(false, false, [.. Encoding.UTF8.GetBytes(word), .. value]))));

    private static Gen<(byte[][] Arguments, bool IsOwn, bool Informs)> Own => Gen.OneOf(
        Gen.Elements("--oi-readonly-networking-mounts", "--oi-write-debug-output", "--oi-help").Select(word => Option(true, false, Encoding.UTF8.GetBytes(word))),
        Gen.Elements("--oi-env", "--oi-env-force", "--oi-runtime-path", "--oi-log-file").SelectMany(
            word => Hostile.Where(value => !value.AsSpan().StartsWith("--"u8)).Select(value => Option(true, false, Encoding.UTF8.GetBytes(word), value))),
        Gen.Elements("--oi-env=", "--oi-debug-output-dir=").SelectMany(
            word => Hostile.Select(value => Option(true, false, [.. Encoding.UTF8.GetBytes(word), .. value]))));

    private static (byte[][] Arguments, bool IsOwn, bool Informs) Option(bool isOwn, bool informs, params byte[][] arguments) => (arguments, isOwn, informs);
}
