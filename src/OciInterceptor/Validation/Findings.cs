using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Validation;

/// <summary>Collects what checks find.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _all = [];

    /// <summary>Everything that was found, by file in the order of the checks, then by place.</summary>
    internal ImmutableArray<Finding> All
    {
        get
        {
            var files = _all.Select(finding => finding.File).Distinct().ToList();
            var found = _all.Distinct().ToList();
            found.Sort((a, b) => files.IndexOf(a.File) - files.IndexOf(b.File) is var file and not 0 ? file
                : a.Line != b.Line ? a.Line - b.Line
                : a.Column != b.Column ? a.Column - b.Column
                : string.CompareOrdinal(a.Message, b.Message));
            return [.. found];
        }
    }

    internal int Count => _all.Count;

    /// <summary>Collects what is found about a document in one of its sections.</summary>
    internal SectionFindings In(Reference reference) => new(this, reference);

    internal void Add(Finding finding) => _all.Add(finding);

    internal void Add(Severity severity, InterceptorException e, Reference reference) => _all.Add(Finding.Of(severity, e, reference));

    internal void Error(InterceptorException e) => _all.Add(Finding.Of(Severity.Error, e));

    internal void Error(JsonValue at, string cause) => Error(at.Error(cause));

    internal void Warning(JsonValue at, string cause) => _all.Add(Finding.Of(Severity.Warning, at.Error(cause)));

    /// <summary>A warning without a place in a file.</summary>
    internal void Warning(string message) => _all.Add(new Finding(Severity.Warning, null, 0, 0, message));

    /// <summary>The value of a getter. If the getter throws, its error is recorded, and the result is the default.</summary>
    internal T? Read<T>(Func<T> get)
    {
        try
        {
            return get();
        }
        catch (InterceptorException e)
        {
            Error(e);
            return default;
        }
    }
}
