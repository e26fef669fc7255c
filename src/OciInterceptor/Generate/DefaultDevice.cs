using OciInterceptor.Json;
using OciInterceptor.Linux;

namespace OciInterceptor.Generate;

/// <summary>A device that every container has (runtime-spec, config-linux.md, "Default Devices").</summary>
/// <remarks>A null <paramref name="Minor"/> means all devices of the driver.</remarks>
internal sealed record DefaultDevice(string Path, int Major, int? Minor)
{
    private const int ForAll = (int)Permissions.ForAll;

    internal static ImmutableArray<DefaultDevice> All =>
    [
        new("/dev/null", 1, 3),
        new("/dev/zero", 1, 5),
        new("/dev/full", 1, 7),
        new("/dev/random", 1, 8),
        new("/dev/urandom", 1, 9),
        new("/dev/tty", 5, 0),
    ];

    /// <summary>Devices that are allowed without a node: /dev/ptmx and the terminals behind it.</summary>
    internal static ImmutableArray<DefaultDevice> Terminals => [new("/dev/ptmx", 5, 2), new("/dev/pts/*", 136, null)];

    internal JsonObject Node => JsonBuilder.Object(
        ("path", JsonScalar.Of(Path)),
        ("type", JsonScalar.Of("c")),
        ("major", JsonScalar.OfNumber(Major)),
        ("minor", JsonScalar.OfNumber(Minor!.Value)),
        ("fileMode", JsonScalar.OfNumber(ForAll)),
        ("uid", JsonScalar.OfNumber(0)),
        ("gid", JsonScalar.OfNumber(0)));

    internal JsonObject Rule => JsonBuilder.Object(
        ("allow", JsonScalar.True),
        ("type", JsonScalar.Of("c")),
        ("major", JsonScalar.OfNumber(Major)),
        ("minor", Minor is { } minor ? JsonScalar.OfNumber(minor) : null),
        ("access", JsonScalar.Of("rwm")));
}
