using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Validation;
using Document = OciInterceptor.Bundle.Document;

namespace OciInterceptor.Commands;

/// <summary>oi-validate: reports everything that is wrong with policy files, or with a document.</summary>
internal sealed class ValidateCommand : OiCommand
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "policy files at any path (default, without --document: the policy in force, which must also be trusted)",
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "treat warnings as errors" };
    private readonly Option<string> _document;
    private readonly Option<string> _output;

    internal ValidateCommand()
        : base("oi-validate", "check policy files, or a document", """
            Reports every error and warning with file, line and column. A document is checked against the OCI runtime specification.

            The exit code is 1 when there are errors, with --strict also when there are warnings.
            """)
    {
        Command.Arguments.Add(_files);
        _document = Add("--document", "FILE", "a container's configuration, or a process document");
        Command.Options.Add(_strict);
        _output = AddChoice("--output", "human: a line for each finding; json: for scripts", "human", "json");
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Check the policy in force", "oci-interceptor oi-validate"),
        new("Check a file before it is put in place, warnings included", "oci-interceptor oi-validate --strict policy.json"),
        new("Check a container's configuration", "oci-interceptor oi-validate --document config.json"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var findings = new Findings();
        var files = arguments.GetResult(_files)?.Tokens.Select(token => token.Value).ToList() ?? [];
        var document = arguments.GetValue(_document);
        foreach (var file in files)
        {
            Check(file, () => Content(file, PolicyLoader.MaxSize), context, findings);
            WarnOfTrust(file, context, findings);
        }
        if (document is not null)
        {
            CheckDocument(document, findings);
        }
        else if (files.Count == 0)
        {
            CheckInForce(context, findings);
        }
        var all = findings.All;
        var isBad = all.Any(finding => finding.Severity == Severity.Error || arguments.GetValue(_strict));
        var output = arguments.GetValue(_output) == "json"
            ? IndentedJson.Text(JsonBuilder.List(all.Select(AsJson)))
            : string.Concat(all.Select(finding => FindingText.Of(finding, context.Terminal)));
        return new CommandResult(output, isBad ? 1 : 0);
    }

    private static void CheckInForce(CommandContext context, Findings findings)
    {
        var profiles = new List<string>();
        foreach (var file in context.Loader.FilesFor(context.Options))
        {
            profiles.AddRange(Check(file, () => PolicyLoader.Content(file), context, findings));
        }
        foreach (var profile in profiles.Concat(context.Options.Profiles).Concat(context.Options.WarnProfiles).Distinct())
        {
            if (findings.Read(() => Source(context, profile)) is { } source)
            {
                Check(source.Path, () => source.Content, context, findings, isProfile: true);
            }
        }
        // Without errors it can be loaded.
        if (!findings.All.Any(static finding => finding.Severity == Severity.Error) && findings.Read(context.LoadPolicy) is { Shadows.IsEmpty: false, Settings: { Audit: null or { IsEmpty: true }, LogFile: null } } policy)
        {
            findings.Warning($"the shadows ({string.Join(", ", policy.Shadows.Select(static shadow => shadow.Name))}) have no effect: the policy has neither an audit trail nor a log");
        }
        foreach (var unread in context.Loader.NotRead(context.Options))
        {
            findings.Warning(unread.Message);
        }
    }

    // A file that is checked before it is installed may be anybody's; where it is now, a call may not take it.
    private static void WarnOfTrust(string file, CommandContext context, Findings findings)
    {
        if (context.Machine.Status(file) is not { IsRegular: false } && context.Machine.TrustFault(TrustPolicy.PolicyFile, file) is { } fault)
        {
            findings.Warning($"a call would refuse {file} at this place: {fault}");
        }
    }

    private sealed record ProfileSource(string Path, byte[] Content);

    private static ProfileSource Source(CommandContext context, string profile)
    {
        var (path, content) = context.Loader.ProfileSource(profile);
        return new ProfileSource(path, content);
    }

    /// <returns>The existing profiles that the file names.</returns>
    private static List<string> Check(string path, Func<byte[]> read, CommandContext context, Findings findings, bool isProfile = false)
    {
        var known = new List<string>();
        if (findings.Read(read) is not { } content)
        {
            return known;
        }
        var names = context.Loader.Profiles.Select(profile => profile.Name).ToList();
        foreach (var (name, at, _) in new PolicyCheck(path, context.Machine, findings).Check(content))
        {
            if (isProfile)
            {
                findings.Error(at, "a profile cannot name profiles");
            }
            else if (names.Contains(name))
            {
                known.Add(name);
            }
            else
            {
                findings.Error(at, $"unknown profile {name}{Messages.NearestName.Hint(name, names)}");
            }
        }
        return known;
    }

    private static void CheckDocument(string path, Findings findings)
    {
        if (findings.Read(() => JsonText.Parse(Content(path, Document.MaxSize), path)) is not { } value)
        {
            return;
        }
        if (value is JsonObject json)
        {
            new DocumentCheck(findings).Check(json);
        }
        else
        {
            findings.Error(value, "want a JSON object");
        }
    }

    private static byte[] Content(string path, int limit)
    {
        try
        {
            using var file = Descriptor.Open(CString.Of(path), Libc.O_RDONLY);
            return file.ReadToEnd(limit) ?? throw new InterceptorException($"cannot read {path}: it is larger than {limit >> 20} MiB");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read {path}: {e.Message}", e);
        }
    }

    private static JsonObject AsJson(Finding finding) => JsonBuilder.Object(
        ("severity", JsonScalar.Of(finding.Severity == Severity.Error ? "error" : "warning")),
        ("file", JsonBuilder.Text(finding.File)),
        ("line", finding.Line == 0 ? null : JsonScalar.OfNumber(finding.Line)),
        ("column", finding.Column == 0 ? null : JsonScalar.OfNumber(finding.Column)),
        ("message", JsonScalar.Of(finding.Message)),
        ("reference", JsonBuilder.Text(finding.Reference?.Text)));
}
