using Mutate.Running;

namespace Mutate;

internal static class Program
{
    private static int Main(string[] args)
    {
        try
        {
            return args switch
            {
                ["host", .. var rest] => TestHost.Run(rest),
                ["--help"] => Help(),
                _ => new MutationRun(Options.Parse(args), Console.Out).Run() ? 0 : 1,
            };
        }
        catch (MutateException e)
        {
            Console.Error.WriteLine($"mutate: {e.Message}");
            return 1;
        }
    }

    private static int Help()
    {
        Console.Out.WriteLine(Options.Usage);
        return 0;
    }
}
