using System.CommandLine;
using System.CommandLine.Completions;
using OciInterceptor.Bundle;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Host;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands;

/// <summary>oi-explain: shows what the policy would do to a document, and why. It changes nothing.</summary>
internal sealed class ExplainCommand : OiCommand
{
    private readonly Option<string> _bundle;
    private readonly Option<string> _document;
    private readonly Option<string> _rule;
    private readonly Option<string> _output;
    private readonly DocumentOptions _call;

    internal ExplainCommand()
        : base("oi-explain", "show what the policy does to a document", """
            Shows for each rule whether it matches, why not, and what it changes. Nothing is written.

            The exit code is 0, 3 when a rule denies the container, and 1 when something failed.
            """)
    {
        _bundle = Add("--bundle", "DIR", "the bundle whose config.json is judged (default: the working directory)");
        _document = Add("--document", "FILE", "the document itself");
        _call = new DocumentOptions(Command);
        _rule = Add("--rule", "RULE", "show only the rules of this name or type, and what each changes by itself");
        _rule.CompletionSources.Add(static _ => RuleTypes.All.Select(static type => new CompletionItem(type.Name)));
        _output = AddChoice("--output", "human: for people; json: every decision; patch: the whole change as a JSON Patch", "human", "json", "patch");
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Show what the policy in force does to a running container's bundle", "oci-interceptor oi-explain --bundle /run/containerd/io.containerd.runtime.v2.task/moby/ID"),
        new("Show a profile's changes to a document as a JSON Patch", "oci-interceptor --oi-profile hardened oi-explain --document config.json --output patch"),
        new("See why the seccomp rules do not match", "oci-interceptor oi-explain --document config.json --rule seccomp"),
    ];

    // An installation is shown to work by this command, with what an engine puts before any verb.
    internal override bool Allows(string runtimeOption) => !Command.Options.Any(option => option.Name == runtimeOption);

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var rule = arguments.GetValue(_rule);
        var form = arguments.GetValue(_output);
        if (rule is not null && form == "patch")
        {
            throw new InterceptorException($"{Name}: --rule and --output patch cannot be combined: the patch is that of the whole policy");
        }
        var document = Read(arguments);
        var policy = context.LoadPolicy();
        var host = context.HostOf?.Invoke(Bundle(arguments)) ?? context.Machine;
        var verdict = _call.Judge(arguments, policy, document.Root, host);
        var explanation = new Explanation(policy, verdict, document.Root)
        {
            Rule = rule,
            NotRead = context.Loader.NotRead(context.Options),
            Again = verdict.Refusal is null ? _call.Judge(arguments, policy, verdict.Document, host) : null,
        };
        if (rule is not null && explanation.ShowsNone)
        {
            throw new InterceptorException($"{Name}: --rule: the policy has no rule with the name or the type \"{rule}\"");
        }
        var output = form switch
        {
            "json" => ExplanationJson.Of(explanation),
            "patch" when verdict.Refusal is null => $"{OneLine(explanation.Changes)}\n",
            "patch" => "",
            _ => new ExplanationText(context.Terminal).Of(explanation),
        };
        return new CommandResult(output, explanation.ExitCode, verdict.Refusal?.Message);
    }

    private static string OneLine(IEnumerable<PatchOperation> changes) =>
        System.Text.Encoding.UTF8.GetString(Json.PrintableJson.Of(Json.JsonBuilder.Line(PatchJson.Of(changes))).Span);

    // Relative sources of mounts are resolved from the bundle, the directory of the document.
    private string Bundle(ParseResult arguments)
    {
        var directory = arguments.GetValue(_document) is { } document ? Path.GetDirectoryName(document) : arguments.GetValue(_bundle);
        return string.IsNullOrEmpty(directory) ? "." : directory;
    }

    private Document Read(ParseResult arguments)
    {
        var document = arguments.GetValue(_document);
        var bundle = arguments.GetValue(_bundle);
        if (document is not null && bundle is not null)
        {
            throw new InterceptorException($"{Name}: --bundle and --document cannot be combined");
        }
        if (_call.IsExec(arguments))
        {
            return document is not null
                ? Document.ReadProcess(CString.Of(document))
                : throw new InterceptorException($"{Name}: with --verb exec, name the process document with --document");
        }
        return Document.ReadConfiguration(CString.Of(document ?? $"{bundle ?? "."}/config.json"));
    }
}
