using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Commands;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines.Running;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Engines;
using OciInterceptor.Tests.Engines.Doctor;

namespace OciInterceptor.Tests.Commands;

/// <summary>Runs commands over text: files in a directory of the test, a standard input, a machine that holds what the test puts there.</summary>
internal sealed class CommandRun : IDisposable
{
    private readonly TemporaryDirectory? _directory;
    private FakeMachine? _machine;

    internal CommandRun()
        : this(null)
    {
    }

    /// <param name="root">Another's directory; null for one of its own.</param>
    internal CommandRun(string? root)
    {
        _directory = root is null ? new TemporaryDirectory() : null;
        Root = root ?? _directory!.Path;
        Directory.CreateDirectory(Path.Combine(Root, "policies"));
    }

    /// <summary>Our flags before the command.</summary>
    internal string Flags { get; init; } = "";

    /// <summary>The same where one of them has a blank in it.</summary>
    internal string[]? FlagList { get; init; }

    internal string Input { get; init; } = "";

    internal bool HasColour { get; init; }

    internal string? RuntimePath { get; init; }

    internal string SearchPath { get; init; } = "";

    /// <summary>The machine: what is registered becomes /opt/runc, and every call of it ends well.</summary>
    internal FakeMachine Machine => _machine ??= new FakeMachine { Untrusted = Untrusted, OtherRuntime = "/opt/runc" }.With("/opt/runc");

    /// <summary>Why paths of the machine cannot be trusted; any other can.</summary>
    internal Dictionary<string, string> Untrusted { get; init; } = [];

    /// <summary>The containers that engines run.</summary>
    internal ImmutableArray<RunningContainer> Running { get; set; } = [];

    /// <summary>Whether commands look for containers themselves, on the made-up machine.</summary>
    internal bool LooksForRunning { get; init; }

    /// <summary>Called when a command looks for the containers that engines run.</summary>
    internal Action? OnLook { get; set; }

    /// <summary>What stands for the program's own file.</summary>
    internal string Binary => Path.Combine(Root, "bin/oci-interceptor");

    internal string Root { get; }

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

    /// <summary>What commands have told before they were done.</summary>
    internal string Told { get; private set; } = "";

    /// <summary>Called when something is told.</summary>
    internal Action? OnTold { get; init; }

    /// <returns>The answer, behind what the command has told.</returns>
    internal CommandResult Run(OiCommand command, params string[] arguments)
    {
        Told = "";
        var answer = Answer(command, arguments);
        return new CommandResult(Told).Then(answer);
    }

    private CommandResult Answer(OiCommand command, string[] arguments) => command.Run(
        arguments,
        new CommandContext(new RawArguments([.. Arguments, Encoding.UTF8.GetBytes(command.Name)]).Options, new PolicyPaths(Path.Combine(Root, "policies")), Machine)
        {
            Terminal = new Terminal
            {
                HasColour = HasColour,
                Width = 80,
                Tell = text =>
                {
                    Told += text;
                    OnTold?.Invoke();
                },
            },
            RuntimePath = RuntimePath,
            FindBinary = () => Binary,
            // An installation is refused where there is no runtime.
            SearchPath = command is InstallCommand ? $"{SearchPath}:{RuntimePrograms.Runc}" : SearchPath,
            FindRunning = LooksForRunning ? null : () =>
            {
                OnLook?.Invoke();
                return Running;
            },
            Input = _ => Encoding.UTF8.GetBytes(Input.Replace('\'', '"')),
        });

    private IEnumerable<byte[]> Arguments => (FlagList ?? Flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(Encoding.UTF8.GetBytes);

    public void Dispose() => _directory?.Dispose();
}
