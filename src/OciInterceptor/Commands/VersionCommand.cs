using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-version: the version of the program, and those of what it follows.</summary>
internal sealed class VersionCommand : OiCommand
{
    private readonly Option<string> _output;

    internal VersionCommand()
        : base("oi-version", "show the version, the commit, and the versions of the specifications", "It is the same as --oi-version.") =>
        _output = AddChoice("--output", "human: for people; json: for scripts", "human", "json");

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Show what to name in a report of a bug", "oci-interceptor oi-version"),
        new("Compare versions in a script", "oci-interceptor oi-version --output json | jq -r .version"),
    ];

    /// <summary>The version for people; the first line has the name of the program, the version and the commit.</summary>
    internal static string Text => $"oci-interceptor {ProgramVersion.Text}\nruntime-spec {ProgramVersion.RuntimeSpec}\nCDI {ProgramVersion.Cdi}\n{ProgramVersion.Framework}\n";

    private protected override CommandResult Run(ParseResult arguments, CommandContext context) => new(arguments.GetValue(_output) == "json"
        ? IndentedJson.Text(JsonBuilder.Object(
            ("version", JsonScalar.Of(ProgramVersion.Number)),
            ("commit", JsonBuilder.Text(ProgramVersion.Commit)),
            ("runtimeSpec", JsonScalar.Of(ProgramVersion.RuntimeSpec)),
            ("cdi", JsonScalar.Of(ProgramVersion.Cdi)),
            ("framework", JsonScalar.Of(ProgramVersion.Framework))))
        : Text);
}
