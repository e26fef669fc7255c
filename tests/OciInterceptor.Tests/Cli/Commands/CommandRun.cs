using System.Text;
using OciInterceptor.Cli.Commands;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Cli.Commands;

/// <summary>Runs commands over text: files in a directory of the test, a standard input, a machine that holds what the test puts there.</summary>
internal sealed class CommandRun : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    internal CommandRun() => Directory.CreateDirectory(Path.Combine(Root, "policies"));

    /// <summary>Our flags before the command.</summary>
    internal string Flags { get; init; } = "";

    internal string Input { get; init; } = "";

    internal bool HasColour { get; init; }

    internal string Root => _directory.Path;

    /// <summary>Writes a file and gives its path. Double quotes may be written as single ones.</summary>
    internal string Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.Replace('\'', '"'));
        return path;
    }

    /// <summary>Writes the policy in force.</summary>
    internal string WritePolicy(string text) => Write("policies/config.json", text);

    internal Answer Run(OwnCommand command, params string[] arguments) => command.Run(
        arguments,
        new CommandContext(RawArguments.Of($"{Flags} {command.Name}").Options, new PolicyPaths(Path.Combine(Root, "policies")), new FakeHost())
        {
            HasColour = HasColour,
            Input = _ => Encoding.UTF8.GetBytes(Input.Replace('\'', '"')),
        });

    public void Dispose() => _directory.Dispose();
}
