using OciInterceptor.Json;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Applies a JSON Merge Patch (RFC 7396) to a configuration.</summary>
internal sealed record MergePatchRule : IRule
{
    /// <summary>The patch: members to set, null for those to remove.</summary>
    internal required JsonObject Document { get; init; }

    internal static RuleType Type => new(
        "merge-patch",
        "Applies a JSON Merge Patch (RFC 7396).",
        static members => new MergePatchRule { Document = Read(members.Object("document")!) },
        new Member("document", Shape.AnyObject, "Members to set; null removes one, an object goes deeper, a list replaces the whole list.", IsRequired: true));

    public bool Grants => true;

    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        AmbiguousNames.Refuse(spec.Json, Document);
        var after = (JsonObject)Json.Patching.MergePatch.Apply(spec.Json, Document);
        return ReferenceEquals(after, spec.Json) ? spec : new RuntimeSpec(after);
    }

    private static JsonObject Read(JsonObject document)
    {
        DistinctNames.Require(document);
        AmbiguousNames.Refuse(document, document);
        return (JsonObject)CompactJson.Copy(document);
    }
}
