using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>A built-in profile for the Pod Security Standards, as the binary prints it.</summary>
internal sealed record PssProfile(string Name)
{
    internal static IReadOnlyList<PssProfile> All { get; } = [new("pss-baseline"), new("pss-restricted")];

    /// <summary>The option of an engine for a user other than root, whom the restricted one refuses whatever is mounted.</summary>
    internal static string[] User => ["--user", "1000:1000"];

    /// <summary>The profile as a policy of its own.</summary>
    internal string Policy => field ??= new Command(PublishedBinary.Path, "oi-profiles", Name).Run().Succeeded().OutputText;

    /// <summary>The profile with other directories in the place of Docker's.</summary>
    internal string WithVolumes(string volumes, string containers) => Policy
        .Replace("/var/lib/docker/volumes", volumes, StringComparison.Ordinal)
        .Replace("/var/lib/docker/containers", containers, StringComparison.Ordinal);

    /// <summary>Whether a refusal is about what is mounted, and about nothing else.</summary>
    internal static bool IsAboutMounts(string said) =>
        said.Contains("mounting host paths is not allowed", StringComparison.Ordinal)
        || said.Contains("cannot judge the mount source", StringComparison.Ordinal);
}
