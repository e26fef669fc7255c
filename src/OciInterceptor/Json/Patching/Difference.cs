namespace OciInterceptor.Json.Patching;

/// <summary>Walks two versions of a document side by side and collects what differs.</summary>
internal sealed class Difference
{
    internal ImmutableArray<PatchOperation>.Builder Operations { get; } = ImmutableArray.CreateBuilder<PatchOperation>();

    internal ImmutableArray<Edit>.Builder Edits { get; } = ImmutableArray.CreateBuilder<Edit>();

    internal void Compare(JsonValue before, JsonValue after, string path)
    {
        switch (before, after)
        {
            case (JsonObject old, JsonObject @new):
                CompareObjects(old, @new, path);
                break;
            case (JsonArray old, JsonArray @new):
                CompareArrays(old, @new, path);
                break;
            default:
                if (!JsonValue.Same(before, after))
                {
                    Operations.Add(new PatchOperation("replace", path, after));
                    Edits.Add(new Edit(before.Start, before.End - before.Start, ElementEdits.Text(after)));
                }
                break;
        }
    }

    // Members are paired by name, whatever their order; a new one goes to the end.
    private void CompareObjects(JsonObject before, JsonObject after, string path)
    {
        var pairing = MemberPairing.Of(before.Members, after.Members);
        var edits = new ElementEdits(before);
        for (var i = 0; i < before.Members.Length; i++)
        {
            var member = before.Members[i];
            var partner = pairing.PartnerOf(i);
            if (partner >= 0)
            {
                // What no rule touched is the same instance, and needs no pointer.
                if (!ReferenceEquals(member.Value, after.Members[partner].Value))
                {
                    Compare(member.Value, after.Members[partner].Value, JsonPointer.Member(path, member.Name.AsText()));
                }
                edits.Keep();
            }
            else
            {
                Operations.Add(new PatchOperation("remove", JsonPointer.Member(path, member.Name.AsText()), null));
                edits.Remove();
            }
        }
        foreach (var added in pairing.Added)
        {
            var member = after.Members[added];
            Operations.Add(new PatchOperation("add", JsonPointer.Member(path, member.Name.AsText()), member.Value));
            edits.Insert(ElementEdits.Text(member));
        }
        edits.AddTo(Edits);
    }

    // Between common items, old and new ones are paired in their order; the rest are removed or added.
    private void CompareArrays(JsonArray before, JsonArray after, string path)
    {
        var edits = new ElementEdits(before);
        int i = 0, j = 0, index = 0;
        foreach (var (oldEnd, newEnd) in ItemAlignment.Of(before.Items, after.Items))
        {
            for (; i < oldEnd && j < newEnd; i++, j++, index++)
            {
                if (!ReferenceEquals(before.Items[i], after.Items[j]))
                {
                    Compare(before.Items[i], after.Items[j], JsonPointer.Item(path, index));
                }
                edits.Keep();
            }
            for (; i < oldEnd; i++)
            {
                Operations.Add(new PatchOperation("remove", JsonPointer.Item(path, index), null));
                edits.Remove();
            }
            for (; j < newEnd; j++, index++)
            {
                Operations.Add(new PatchOperation("add", JsonPointer.Item(path, index), after.Items[j]));
                edits.Insert(ElementEdits.Text(after.Items[j]));
            }
        }
        edits.AddTo(Edits);
    }
}
