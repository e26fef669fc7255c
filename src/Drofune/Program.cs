using Drofune.Cli;
using Drofune.Containers;
using Drofune.Stages;
using OciInterceptor.Linux.Processes;

namespace Drofune;

internal static unsafe class Program
{
    private static int Main()
    {
        try
        {
            if (!ProcessStart.IsKept)
            {
                throw new DrofuneException("this build runs on the shared .NET runtime and cannot make containers: build/publish-drofune.sh makes one that can");
            }
            return Run(new Arguments(ProcessStart.Argc, ProcessStart.Argv));
        }
        catch (UsageException e)
        {
            Message.Error($"{e.Message}; see drofune --help");
            return ExitCode.Usage;
        }
        catch (DrofuneException e)
        {
            Message.Error(e.Message);
            return ExitCode.Failure;
        }
    }

    private static int Run(Arguments arguments)
    {
        var verb = arguments.TakeVerb();
        if (!Stage.IsStage(verb) && verb != ClonedBinary.Exec)
        {
            Message.Warn();
        }
        switch (verb)
        {
            case "run":
                var run = new RunOptions();
                return run.Read(arguments) ?? Container.Run(run);
            case "exec" or ClonedBinary.Exec:
                var exec = new ExecOptions();
                return exec.Read(arguments) ?? RunningContainer.Exec(exec);
            case Stage.Run:
                return RunStage.Play(arguments);
            case Stage.Exec:
                return ExecStage.Play(arguments);
            case Stage.Keep:
                return KeepStage.Play(arguments);
            case "--help" or "-h":
                return HelpText.Print();
            case "--usage":
                return HelpText.PrintUsage();
            case null:
                throw new UsageException("missing verb: want run or exec");
            default:
                throw new UsageException($"unknown verb \"{verb}\": want run or exec");
        }
    }
}
