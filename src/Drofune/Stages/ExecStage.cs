using Drofune.Cli;
using Drofune.Containers;
using Drofune.Linux;

namespace Drofune.Stages;

/// <summary>
/// A process that the container can see, on its way to the command. Asked to join, it is still where the runtime is: a process
/// of the container by its ID, and one of the host by its root directory.
/// </summary>
internal static class ExecStage
{
    internal const string DropCapabilities = "--drop-caps";

    internal static int Play(Arguments arguments)
    {
        var options = new StageOptions(arguments, [StatusPipe.Option, .. ContainerNamespaces.Options]);
        StatusPipe.DieWithRuntime(options.Descriptor(StatusPipe.Option));
        if (options.Has(ContainerNamespaces.Options[0]))
        {
            ContainerNamespaces.JoinRest(options);
        }
        if (options.Has(DropCapabilities))
        {
            CapabilitySets.Reduce();
        }
        return CommandProgram.Become(options);
    }
}
