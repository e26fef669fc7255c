using System.Text.Json;
using OciInterceptor.Evidence;

namespace OciInterceptor.Commands.Report;

/// <summary>Reads lines of an audit trail.</summary>
internal sealed class TrailCallReader
{
    // Values in patches nest as deep as documents do. The reader keeps a bit a level.
    private static readonly JsonReaderOptions _options = new() { MaxDepth = 2 * AuditLine.MaxLength };

    private readonly TextPool _texts = new();

    /// <summary>Reads a line into <paramref name="call"/>.</summary>
    /// <returns>False if it is not a line of an audit trail, or not the whole of one.</returns>
    internal bool TryRead(ReadOnlySpan<byte> line, TrailCall call)
    {
        call.Clear();
        try
        {
            var reader = new Utf8JsonReader(line, _options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }
            ReadMembers(ref reader, call);
            // What follows the object would be an error.
            return !reader.Read() && call.Result is "allowed" or "refused" or "failed" && call.HasTime;
        }
        // InvalidOperationException: half of a surrogate pair.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private void ReadMembers(ref Utf8JsonReader reader, TrailCall call)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("time"u8))
            {
                call.Time = Text(ref reader, isPooled: false);
            }
            else if (reader.ValueTextEquals("containerId"u8))
            {
                call.ContainerId = Text(ref reader, isPooled: false);
            }
            else if (reader.ValueTextEquals("verb"u8))
            {
                call.Verb = Text(ref reader);
            }
            else if (reader.ValueTextEquals("result"u8))
            {
                call.Result = Text(ref reader);
            }
            else if (reader.ValueTextEquals("image"u8))
            {
                call.Image = Text(ref reader);
            }
            else if (reader.ValueTextEquals("namespace"u8))
            {
                call.Namespace = Text(ref reader);
            }
            else if (reader.ValueTextEquals("microseconds"u8))
            {
                call.Microseconds = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : -1;
            }
            else if (reader.ValueTextEquals("labels"u8))
            {
                ReadLabels(ref reader, call);
            }
            else if (reader.ValueTextEquals("rules"u8))
            {
                ReadRules(ref reader, call);
            }
            else if (reader.ValueTextEquals("shadowFaults"u8))
            {
                ReadFaults(ref reader, call);
            }
            else
            {
                call.HasRulesLeftOut |= reader.ValueTextEquals("rulesLeftOut"u8);
                reader.Skip();
            }
        }
    }

    private void ReadLabels(ref Utf8JsonReader reader, TrailCall call)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _texts.Read(ref reader);
            call.Labels.Add((name, Text(ref reader)));
        }
    }

    private void ReadRules(ref Utf8JsonReader reader, TrailCall call)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var (rule, outcome, reason) = (new TrailRule("", "", "", ""), "", (string?)null);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("name"u8))
                {
                    rule = rule with { Name = Text(ref reader) };
                }
                else if (reader.ValueTextEquals("type"u8))
                {
                    rule = rule with { Type = Text(ref reader) };
                }
                else if (reader.ValueTextEquals("origin"u8))
                {
                    rule = rule with { Origin = Text(ref reader) };
                }
                else if (reader.ValueTextEquals("shadow"u8))
                {
                    rule = rule with { Shadow = Text(ref reader) };
                }
                else if (reader.ValueTextEquals("outcome"u8))
                {
                    outcome = Text(ref reader);
                }
                else if (reader.ValueTextEquals("reason"u8))
                {
                    reason = Text(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
            call.Decisions.Add(new TrailDecision(rule, EffectOf(outcome, reason), reason));
        }
    }

    private void ReadFaults(ref Utf8JsonReader reader, TrailCall call)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var (shadow, fault) = ("", "");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("shadow"u8))
                {
                    shadow = Text(ref reader);
                }
                else if (reader.ValueTextEquals("fault"u8))
                {
                    fault = Text(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
            call.ShadowFaults.Add((shadow, fault));
        }
    }

    // A rule that would have refused has a reason; one that would have changed has a patch.
    private static RuleEffect EffectOf(string outcome, string? reason) => outcome switch
    {
        "Changed" => RuleEffect.Changed,
        "Denied" or "Failed" => RuleEffect.Refused,
        "Warned" => reason is null ? RuleEffect.WouldChange : RuleEffect.WouldRefuse,
        "Skipped" => RuleEffect.Skipped,
        _ => RuleEffect.None,
    };

    // Another kind of value is like a missing one.
    private string Text(ref Utf8JsonReader reader, bool isPooled = true)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return "";
        }
        return isPooled ? _texts.Read(ref reader) : reader.GetString()!;
    }
}
