using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>
/// Applies a JSON Patch (RFC 6902), unless it has been applied already. The RFC alone would add an item again each time,
/// and a bundle may be created twice. A patch that would change its own result is refused.
/// </summary>
internal sealed record PatchRule : IRule
{
    private static readonly ImmutableArray<Member> _operation =
    [
        new("op", Shape.Text, "The operation.", IsRequired: true),
        new("path", Shape.Text, "Where: a JSON Pointer (RFC 6901).", IsRequired: true),
        new("value", Shape.Any, "What to add, to put in place, or to expect: required for add, replace and test."),
        new("from", Shape.Text, "Where to move or copy from, a JSON Pointer: required for move and copy."),
    ];

    // RFC 6902: members that an operation does not need are ignored.
    private static Shape OperationShape => new Shape.Either(
        OperationOf("value", "add", "replace", "test"),
        new Shape.Either(OperationOf("from", "move", "copy"), OperationOf("path", "remove")));

    internal required ImmutableArray<PatchOperation> Operations { get; init; }

    /// <summary>Whether it is an error that there is nothing to remove or to move; by default that was done before.</summary>
    internal bool RefusesAbsence { get; init; }

    internal static RuleType Type => new(
        "patch",
        "Applies a JSON Patch (RFC 6902), unless the configuration is already its result.",
        static members =>
        {
            _ = members.Records("operations", _operation);
            return new PatchRule { Operations = PatchReader.Read(members.Items("operations")), RefusesAbsence = members.Word("missing") == "error" };
        },
        new Member("operations", new Shape.ListOf(new Shape.Named("operation", static () => OperationShape)), "The operations, in their order; all are applied, or none.", IsRequired: true),
        new Member("missing", new Shape.Word("pass", "error"), "What to do when there is nothing to remove or to move: \"pass\", the default, takes it as done before; \"error\" refuses the container."));

    public bool Grants => true;

    public string? NoteOn(JsonObject document) => AppliedPatch.Absences(document, Operations) is [_, ..] absences ? string.Join("; ", absences) : null;

    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        RefuseAmbiguous(spec.Json);
        if (AppliedPatch.Absences(spec.Json, Operations) is { } absences)
        {
            return RefusesAbsence && absences is [var first, ..] ? throw new InterceptorException(first) : spec;
        }
        var after = JsonPatch.Apply(spec.Json, Operations) as JsonObject
            ?? throw new InterceptorException("the result of the patch must be an object");
        if (ReferenceEquals(after, spec.Json))
        {
            return spec;
        }
        RefuseAmbiguous(after);
        return AppliedPatch.IsIn(after, Operations)
            ? new RuntimeSpec(after)
            : throw new InterceptorException("the patch would change its own result again, and a bundle may be created twice: put a \"test\" of an item before its removal from a list, and write values out instead of moving or copying what the patch itself changes");
    }

    // Before and after: an operation may move a name beside another.
    private void RefuseAmbiguous(JsonObject configuration)
    {
        foreach (var operation in Operations)
        {
            AmbiguousNames.Refuse(configuration, operation.Path);
            if (operation.From is { } from)
            {
                AmbiguousNames.Refuse(configuration, from);
            }
        }
    }

    private static Shape.Record OperationOf(string needed, params ReadOnlySpan<string> words)
    {
        var members = ImmutableArray.CreateBuilder<Member>(_operation.Length);
        foreach (var member in _operation)
        {
            members.Add(member.Name == "op" ? member with { Shape = new Shape.Word([.. words]) } : member with { IsRequired = member.IsRequired || member.Name == needed });
        }
        return new Shape.Record(members.MoveToImmutable());
    }
}
