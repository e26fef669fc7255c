using System.CommandLine;
using System.Text;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-runtimes: shows what Docker would run for a runtime's name.</summary>
internal sealed class RuntimesCommand : OiCommand
{
    private readonly Argument<string[]> _words = new("NAME")
    {
        Arity = new ArgumentArity(0, 2),
        Description = "a runtime's name, alone or after \"docker\" (default: every configured one)",
    };

    private readonly Option<string> _configuration;
    private readonly Option<string> _output;

    internal RuntimesCommand()
        : base("oi-runtimes", "show what Docker would run for a runtime's name", """
            Programs are looked up on the PATH of the running dockerd, or on this command's own if none runs.

            The exit code is 1 if Docker could not run the named runtime.
            """)
    {
        Command.Arguments.Add(_words);
        _configuration = Add("--config", "FILE", $"dockerd's configuration (default: {DockerEngine.Configuration})");
        _output = AddChoice("--output", "human: for people; json: for scripts", "human", "json");
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("List the names that Docker knows", "oci-interceptor oi-runtimes"),
        new("Show what would be run for a name", "oci-interceptor oi-runtimes io.containerd.kata.v2"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var words = arguments.GetValue(_words)!;
        var isEngineNamed = words is [EngineNames.Docker, ..];
        if (words.Length == 2 && !isEngineNamed)
        {
            throw new InterceptorException($"{Name}: unknown engine \"{words[0]}\": want {EngineNames.Docker}");
        }
        var name = words.Skip(isEngineNamed ? 1 : 0).FirstOrDefault();
        var path = TargetPath.Real(TargetPath.Full("--config", arguments.GetValue(_configuration) ?? DockerEngine.Configuration));
        var configuration = DaemonConfiguration.Parse(FileState.Read(path).Content ?? default, path);
        var searchPath = DockerProcess.ReadersOf(path) is [var process] ? process.SearchPath : context.SearchPath;
        var runtimes = (name is null ? DockerRuntime.NamesOf(configuration) : [name])
            .Select(each => DockerRuntime.Of(each, configuration, searchPath)).ToImmutableArray();
        var output = (arguments.GetValue(_output) == "json", name is null) switch
        {
            (true, true) => IndentedJson.Text(JsonBuilder.List(runtimes.Select(AsJson))),
            (true, false) => IndentedJson.Text(AsJson(runtimes[0])),
            _ => string.Join('\n', runtimes.Select(AsText)),
        };
        return new CommandResult(output, name is not null && runtimes[0].Fault is not null ? 1 : 0);
    }

    private static string AsText(DockerRuntime runtime)
    {
        var text = new StringBuilder();
        Line($"{runtime.Name}{(runtime.IsDefault ? " (default)" : "")}: {Words(runtime)}");
        if (runtime.File is not null)
        {
            Line($"  runs {runtime.File}");
        }
        if (runtime.Script is { } script)
        {
            Line("  through the script that Docker writes, which quotes nothing:");
            foreach (var line in script.TrimEnd('\n').Split('\n'))
            {
                Line($"    {line}");
            }
        }
        if (runtime.Fault is not null)
        {
            Line($"  Docker cannot run it: {runtime.Fault}");
        }
        return text.ToString();

        void Line(string line) => text.Append(OneLine.Of(line)).Append('\n');
    }

    private static string Words(DockerRuntime runtime) => runtime.Kind switch
    {
        RuntimeKind.Stock => runtime.Program is { } program ? $"Docker's own, {program} on PATH" : "Docker's own",
        RuntimeKind.Configured => $"the path {runtime.Program}",
        RuntimeKind.Shim => $"containerd's shim {runtime.Program}",
        RuntimeKind.Legacy => "containerd's first shim, which Docker supports up to release 20.10",
        _ => "no runtime",
    };

    private static JsonObject AsJson(DockerRuntime runtime) => JsonBuilder.Object(
        ("name", JsonScalar.Of(runtime.Name)),
        ("kind", JsonScalar.Of(runtime.Kind.ToString().ToLowerInvariant())),
        ("default", JsonScalar.Of(runtime.IsDefault)),
        ("program", JsonBuilder.Text(runtime.Program)),
        ("file", JsonBuilder.Text(runtime.File)),
        ("arguments", runtime.Arguments.IsEmpty ? null : JsonBuilder.Texts(runtime.Arguments)),
        ("script", JsonBuilder.Text(runtime.Script)),
        ("fault", JsonBuilder.Text(runtime.Fault)));
}
