using Drofune.Cli;
using Drofune.Containers;
using Drofune.Linux;

namespace Drofune.Stages;

/// <summary>
/// A process that the container can see, on its way to the command. If it is asked to join, it is still half on the host: a process of
/// the container by its ID, but with the root directory of the host.
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
