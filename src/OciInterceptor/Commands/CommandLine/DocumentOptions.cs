using System.CommandLine;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Validation;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>The options that describe the call that a document belongs to.</summary>
internal sealed class DocumentOptions
{
    private const string Exec = "exec";

    private readonly Option<string> _verb = new("--verb")
    {
        HelpName = "VERB",
        Description = "the runtime's verb: create, run, restore, or exec with the document of a process",
        DefaultValueFactory = _ => "create",
    };

    private readonly Option<string> _id = new("--id")
    {
        HelpName = "ID",
        Description = "the container's ID, for conditions",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<bool> _noPivot = new("--no-pivot")
    {
        Description = "the call has this option, for conditions",
    };

    internal DocumentOptions(Command command)
    {
        _verb.AcceptOnlyFromAmong("create", "run", "restore", Exec);
        command.Options.Add(_verb);
        command.Options.Add(_id);
        command.Options.Add(_noPivot);
    }

    internal string Verb(ParseResult arguments) => arguments.GetValue(_verb)!;

    internal bool IsExec(ParseResult arguments) => Verb(arguments) == Exec;

    /// <summary>Applies the policy to a document.</summary>
    internal Verdict Judge(ParseResult arguments, EffectivePolicy policy, JsonObject document, IHost host)
    {
        var id = arguments.GetValue(_id)!;
        if (IsExec(arguments) && DocumentCheck.IsConfiguration(document))
        {
            throw document.Error("this is a container's configuration; with --verb exec want a process document");
        }
        if (!IsExec(arguments) && DocumentCheck.IsProcess(document))
        {
            throw document.Error("this is a process document: add --verb exec");
        }
        return IsExec(arguments)
            ? policy.Apply(new Process(document), id, host)
            : policy.Apply(new RuntimeSpec(document), Verb(arguments), id, host, arguments.GetValue(_noPivot));
    }
}
