using Drofune.Cli;
using Drofune.Containers;
using Drofune.Linux;
using OciInterceptor.Linux;

namespace Drofune.Stages;

/// <summary>The first process of a new container: makes its namespaces and mounts, and becomes the command.</summary>
internal static class RunStage
{
    internal const string Directory = "--directory";
    internal const string PivotRoot = "--pivot-root";
    internal const string DropCapabilities = "--drop-caps";

    internal static int Play(Arguments arguments)
    {
        var options = new StageOptions(arguments, StatusPipe.Option, StartPipe.Option, Directory);
        var status = options.Descriptor(StatusPipe.Option);
        var start = options.Descriptor(StartPipe.Option);
        StatusPipe.DieWithRuntime(status);

        SystemCall.Check(Libc.unshare(ContainerLibc.CLONE_NEWNS | ContainerLibc.CLONE_NEWIPC | ContainerLibc.CLONE_NEWUTS), "make namespaces");
        var root = new RootFileSystem(options.Value(Directory));
        root.Mount();
        if (options.Has(PivotRoot))
        {
            root.EnterByPivotRoot();
        }
        else
        {
            root.EnterByChroot();
        }
        if (options.Has(DropCapabilities))
        {
            CapabilitySets.Reduce();
        }
        StartPipe.Wait(status, start);
        return CommandProgram.Become(options);
    }
}
