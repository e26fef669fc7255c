using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Running;

/// <summary>
/// Finds running containers without asking an engine, and without its configuration: by the processes that watch them (containerd's
/// shims, conmon), and by the state that runtimes keep of what was started by hand. Anybody may give a process a name, a command line
/// and a working directory: only those of <see cref="Linux.Trust.TrustedProcess"/> count.
/// </summary>
internal sealed class RunningContainers(IMachine machine)
{
    private const string Shim = "containerd-shim";
    private const string Monitor = "conmon";

    private static readonly Comparer<RunningContainer> _byId = Comparer<RunningContainer>.Create(static (one, other) => string.CompareOrdinal(one.Id, other.Id));

    private readonly List<RunningContainer> _found = [];
    private readonly List<InterceptorException> _faults = [];

    /// <summary>What could not be read, so that a container may be missing.</summary>
    internal IReadOnlyList<InterceptorException> Faults => _faults;

    /// <summary>The containers, in the order of their IDs.</summary>
    internal ImmutableArray<RunningContainer> Find()
    {
        Attempt(AddWatched);
        Attempt(() => AddAll(new RuntimeStates(machine, _faults).Find().Where(container => !_found.Any(known => known.Id == container.Id))));
        return [.. _found.Order(_byId)];
    }

    private void AddWatched()
    {
        var files = new TransientFiles(machine, _faults);
        var bundles = new ShimBundles(machine, files, _faults);
        Attempt(() => AddAll(bundles.InUsualPlaces()));
        foreach (var file in machine.Glob("/proc/*/comm"))
        {
            var process = Path.GetDirectoryName(file)!;
            var name = char.IsAsciiDigit(Path.GetFileName(process)[0]) ? files.Text(file)?.TrimEnd('\n') ?? "" : "";
            if (name.StartsWith(Shim, StringComparison.Ordinal) && machine.IsTrustedProcess(process))
            {
                AddAll(bundles.BesideThatOf(process));
            }
            else if (name == Monitor && machine.IsTrustedProcess(process))
            {
                AddAll(new ConmonProcess(machine, files, process).Containers);
            }
        }
    }

    // A shim of a pod stands for each of its containers; what a monitor has forked has the monitor's command line until it executes its own program.
    private void AddAll(IEnumerable<RunningContainer> containers)
    {
        foreach (var container in containers)
        {
            if (!_found.Any(known => known.Id == container.Id && known.Bundle == container.Bundle))
            {
                _found.Add(container);
            }
        }
    }

    private void Attempt(Action look)
    {
        try
        {
            look();
        }
        catch (InterceptorException e)
        {
            _faults.Add(e);
        }
    }
}
