using System.CommandLine;
using OciInterceptor.Bundle;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands;

/// <summary>oi-filter: edits a document by the policy, from the standard input to the standard output.</summary>
internal sealed class FilterCommand : OiCommand
{
    private readonly DocumentOptions _call;

    internal FilterCommand()
        : base("oi-filter", "edit config.json from the standard input to the standard output", """
            Reads a document, applies the policy and writes the result, for example as a precreate hook of Podman.
            A refused container has an empty output, the reason on stderr, and the exit code 3 when a rule denies it, else 1.
            """) => _call = new DocumentOptions(Command);

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Apply a policy to a document", "oci-interceptor --oi-config /etc/oci-interceptor/config.json oi-filter <config.json >edited.json"),
        new("Make a bundle's configuration harder", "runc spec && oci-interceptor --oi-profile hardened oi-filter <config.json >new.json && mv new.json config.json"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var bytes = context.Input(Document.MaxSize)
            ?? throw new InterceptorException($"{Name}: the document is larger than {Document.MaxSize >> 20} MiB");
        var value = JsonText.Parse(bytes, "stdin");
        var root = value as JsonObject ?? throw value.Error("want a JSON object");
        var policy = context.LoadPolicy();
        var verdict = _call.Judge(arguments, policy, root, context.Machine);
        return verdict.Refusal is { } refusal
            ? new CommandResult("", new Explanation(policy, verdict, root).ExitCode, refusal.Message)
            : new CommandResult(DocumentPatch.Between(root, verdict.Document).Splice(bytes));
    }
}
