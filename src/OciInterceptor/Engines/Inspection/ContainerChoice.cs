using OciInterceptor.Engines.Running;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Inspection;

/// <summary>Finds the container that somebody means: by its ID, its name, or the beginning of the ID.</summary>
internal static class ContainerChoice
{
    /// <param name="containers">The containers that run.</param>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="nameOf">A container's name; it is asked only where no ID is meant.</param>
    /// <exception cref="InterceptorException">No container is meant, or several are.</exception>
    internal static RunningContainer Of(ImmutableArray<RunningContainer> containers, string wanted, Func<RunningContainer, string?> nameOf)
    {
        if (wanted.Length == 0)
        {
            throw new InterceptorException("the name of a container is empty");
        }
        // A name hides the beginning of an ID, as for engines.
        return Only(containers, wanted, [.. containers.Where(container => container.Id == wanted)], nameOf)
            ?? Only(containers, wanted, [.. containers.Where(container => nameOf(container) == wanted)], nameOf)
            ?? Only(containers, wanted, [.. containers.Where(container => container.Id.StartsWith(wanted, StringComparison.Ordinal))], nameOf)
            ?? throw new InterceptorException($"no container \"{wanted}\" runs: want an ID, the beginning of one, or a name; see oi-inspect --all");
    }

    private static RunningContainer? Only(ImmutableArray<RunningContainer> all, string wanted, ImmutableArray<RunningContainer> meant, Func<RunningContainer, string?> nameOf) =>
        meant.Length <= 1 ? meant.FirstOrDefault(_ => true)
        : throw new InterceptorException($"\"{wanted}\" may be any of {meant.Length} of {all.Length} containers: {string.Join(", ", meant.Select(container => Title(container, nameOf)))}");

    private static string Title(RunningContainer container, Func<RunningContainer, string?> nameOf) =>
        $"{(container.Engine.Length > 0 ? $"{container.Engine}: " : "")}{container.Id}{(nameOf(container) is { } name ? $" ({name})" : "")}";
}
