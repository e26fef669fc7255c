using Drofune.Cli;
using Drofune.Linux;
using Drofune.State;

namespace Drofune.Stages;

/// <summary>
/// Waits beside the container for the end of its runtime. A killed runtime cannot clean up; this process then ends the container and
/// removes what is left. It is a process of the host, which the container does not see.
/// </summary>
/// <remarks>
/// PR_SET_PDEATHSIG, which the container's first process has as well, acts sooner, but not always: the kernel clears it when a process
/// changes its user or executes a set-group-ID program.
/// </remarks>
internal static class KeepStage
{
    internal const string Container = "--container";
    internal const string Directory = "--directory";
    internal const string Lock = "--lock";

    internal static int Play(Arguments arguments)
    {
        var options = new StageOptions(arguments, StatusPipe.Option, Container, Directory, Lock);
        var container = options.Descriptor(Container);
        StatusPipe.WaitForRuntimesEnd(options.Descriptor(StatusPipe.Option));
        ProcessDescriptor.Kill(container);
        ProcessDescriptor.WaitForEnd(container);
        StateDirectory.Inherit(options.Value(Directory), options.Descriptor(Lock))?.Dispose();
        return 0;
    }
}
