using System.Text;
using OciInterceptor.Commands;
using OciInterceptor.Commands.Output;

namespace OciInterceptor.Tests.Commands.Testing;

/// <summary>Runs oi-test over files in a directory of the test; in what it answers {D} is that directory. Double quotes may be written as single ones.</summary>
internal sealed class PolicyTestRun : IDisposable
{
    /// <summary>A policy with one rule that denies and one that changes.</summary>
    internal const string Policy = """
        {'rules':[
          {'name':'no-root','type':'deny','when':{'user':['0'],'not':{'annotations':{'root':'yes'}}},'message':'not as root'},
          {'name':'zone','type':'env','default':{'TZ':'UTC'}}
        ]}
        """;

    private readonly CommandRun _run = new();

    internal PolicyTestRun() => Write("policy.json", Policy);

    /// <summary>Called when the command waits for a change of a file; by default it stops then.</summary>
    internal Func<IReadOnlyList<string>, string?> OnWait { get; init; } = _ => null;

    /// <summary>Our flags before the command.</summary>
    internal string Flags { init => _run = new CommandRun { Flags = value }; }

    internal string Root => _run.Root;

    public void Dispose() => _run.Dispose();

    internal string Write(string name, string text) => _run.Write(name, text);

    internal string Read(string name) => File.ReadAllText(Path.Combine(Root, name));

    /// <summary>Writes a.test.json, with the tests of the policy, one after the other.</summary>
    internal void WriteTests(params string[] tests) =>
        Write("a.test.json", $"{{'policy':'policy.json','document':'docker-20.10','tests':[\n{string.Join(",\n", tests)}\n]}}");

    /// <summary>A test with a name, what it expects, and what else it has.</summary>
    internal static string Test(string name, string expect, string more = "") => $"{{'name':'{name}',{more}'expect':{{{expect}}}}}";

    /// <summary>Runs all tests of the directory, or what is named.</summary>
    internal CommandResult Run(params string[] arguments)
    {
        var command = new TestCommand { Wait = (paths, _) => OnWait([.. paths]) };
        string[] place = arguments.Any(argument => argument.StartsWith(Root, StringComparison.Ordinal)) ? [] : [Root];
        return _run.Run(command, [.. arguments, .. place]);
    }

    internal string Output(params string[] arguments) => Text(Run(arguments));

    internal string Text(CommandResult answer) => Encoding.UTF8.GetString(answer.Output.Span).Replace(Root, "{D}", StringComparison.Ordinal);
}
