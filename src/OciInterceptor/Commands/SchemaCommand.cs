using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Json;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands;

/// <summary>oi-schema: prints the JSON Schema of a policy.</summary>
internal sealed class SchemaCommand() : OiCommand(
    "oi-schema",
    "print the JSON Schema of a policy",
    "For editors and other tools: draft 2020-12. Name the file by \"$schema\" in a policy.")
{
    private protected override CommandResult Run(ParseResult arguments, CommandContext context) => new(IndentedJson.Text(PolicySchema.Make()));
}
