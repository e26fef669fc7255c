using System.Text;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Hooks;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Validation;

namespace OciInterceptor.Rules;

/// <summary>Has the operator's program edit the configuration. The rule is only as repeatable as the program.</summary>
internal sealed record FilterRule(HostProgram Program, IHost Host) : IRule
{
    internal static RuleType Type => new(
        "filter",
        "Has a program edit the configuration, from its standard input to its standard output.",
        static members => new FilterRule(AddedHook.Program(AddedHook.Read(members), HookTrust.ReadDirectories(members)), members.Host),
        [.. AddedHook.Members, HookTrust.TrustedDirectories]);

    public bool Grants => true;

    public ImmutableArray<string> Notes => [.. new HookTrust(Program.TrustedDirectories, IncludesEngines: false, Host).LinkNotes([Program.Path])];

    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        AmbiguousNames.RefuseAny(spec.Json);
        try
        {
            var after = Read(Host.Filter(Program, JsonBuilder.Line(spec.Json)), spec.Json);
            return JsonValue.Same(after, spec.Json) ? spec : new RuntimeSpec(after);
        }
        catch (InterceptorException e)
        {
            throw new InterceptorException($"the filter {Program.Path} failed: {e.Message}", e);
        }
    }

    /// <summary>The configuration that a program wrote.</summary>
    /// <exception cref="InterceptorException">The output is not a configuration, or has errors that the input does not have.</exception>
    internal static JsonObject Read(byte[] output, JsonObject before)
    {
        var value = JsonText.Parse(output, "its output");
        var after = value as JsonObject ?? throw value.Error("a configuration must be a JSON object");
        AmbiguousNames.RefuseAny(after);
        RequireValid(after, before);
        return after;
    }

    // Errors that the input already has are the engine's.
    private static void RequireValid(JsonObject after, JsonObject before)
    {
        var known = new HashSet<string>(Errors(before).Select(finding => finding.Message));
        if (Errors(after).FirstOrDefault(finding => !known.Contains(finding.Message)) is { } finding)
        {
            throw new InterceptorException(string.Create(null, $"its output is not a valid configuration: {finding.Line}:{finding.Column}: {finding.Message}"));
        }
    }

    private static IEnumerable<Finding> Errors(JsonObject document)
    {
        var findings = new Findings();
        new DocumentCheck(findings).Check(document);
        return findings.All.Where(finding => finding.Severity == Severity.Error);
    }
}
