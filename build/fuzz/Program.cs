using Fuzz.Running;
using Fuzz.Targets;

namespace Fuzz;

/// <remarks>Works in the repository's directory, which build/fuzz.sh makes the current one.</remarks>
internal static class Program
{
    private static int Main(string[] args)
    {
        try
        {
            return args switch
            {
                ["--help"] => Tell(Options.Usage),
                ["--instrument", var path] => Instrumentation.Put(path),
                _ => Run(Options.Parse(args), new Repository(Environment.CurrentDirectory)),
            };
        }
        catch (FuzzException e)
        {
            Console.Error.WriteLine($"fuzz: {e.Message}");
            return 1;
        }
    }

    private static int Run(Options options, Repository repository) => options switch
    {
        { List: true } => Tell(string.Join('\n', TargetList.Names)),
        { Input: { } file } => Replay(options.Targets[0], repository, file),
        { Worker: { } number } => Work(number, options, repository),
        _ => new Campaign(options).Run() ? 0 : 1,
    };

    private static int Work(int number, Options options, Repository repository)
    {
        using var worker = new Worker(number, options, repository);
        worker.Run();
        return 0;
    }

    private static int Replay(string name, Repository repository, string file)
    {
        // The instrumented product counts somewhere, whether or not anybody looks, and a target reads with it when it is made.
        _ = new EdgeMap();
        var target = TargetList.Make(name, repository);
        var isTaken = target.Run(File.ReadAllBytes(file));
        return Tell($"{target.Name}: nothing fails; the input is {(isTaken ? "taken" : "refused")}");
    }

    private static int Tell(string text)
    {
        Console.Out.WriteLine(text);
        return 0;
    }
}
