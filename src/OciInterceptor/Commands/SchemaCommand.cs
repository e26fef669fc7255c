using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Commands.Testing;
using OciInterceptor.Json;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands;

/// <summary>oi-schema: prints the JSON Schema of a policy, or of a file with tests of one.</summary>
internal sealed class SchemaCommand : OiCommand
{
    private readonly Argument<string> _kind = new("KIND") { Arity = ArgumentArity.ZeroOrOne, Description = "policy, or test for the files of oi-test (default: policy)" };

    internal SchemaCommand()
        : base("oi-schema", "print the JSON Schema of a policy", "For editors and other tools: draft 2020-12. Name the file by \"$schema\" in a policy.")
    {
        _kind.DefaultValueFactory = _ => "policy";
        _kind.AcceptOnlyFromAmong("policy", "test");
        Command.Arguments.Add(_kind);
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Write the schema of policies for an editor", "oci-interceptor oi-schema >policy.schema.json"),
        new("Write the schema of files with tests", "oci-interceptor oi-schema test >test.schema.json"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context) => new(IndentedJson.Text(
        arguments.GetValue(_kind) == "test" ? PolicySchema.Of("Tests of a policy of oci-interceptor", TestFileReader.Members) : PolicySchema.Make()));
}
