using Drofune.Linux;
using Drofune.Stages;
using Drofune.State;

namespace Drofune.Containers;

/// <summary>The runtime's handle on the process that cleans up when the runtime is killed (<see cref="KeepStage"/>).</summary>
internal sealed unsafe class Keeper : IDisposable
{
    private readonly StatusPipe _status = new();
    private readonly int _pid;

    internal Keeper(StateDirectory state, int container)
    {
        using var process = ProcessDescriptor.Open(container);
        _pid = new Stage(Stage.Keep)
            .With(StatusPipe.Option, _status.Writer)
            .With(KeepStage.Container, (int)process.DangerousGetHandle())
            .With(KeepStage.Lock, state.Lock)
            .With(KeepStage.Directory).With(state.Path)
            .Spawn();
    }

    /// <summary>Ends the process, once everything is cleaned up.</summary>
    public void Dispose()
    {
        Supervision.End(_pid);
        _status.Dispose();
    }
}
