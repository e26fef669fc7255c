using System.Text;
using OciInterceptor.Commands.Output;
using OciInterceptor.Evidence.Recording;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Replay;

/// <summary>The records of a directory, one a line or one object each. Those that cannot be read are listed with the cause.</summary>
internal sealed class RecordList(RecordedFiles files, List<RecordFile> records, IHost machine)
{
    private const int ShortId = 12;

    internal string Text(Terminal terminal)
    {
        var text = new StringBuilder();
        foreach (var record in records)
        {
            try
            {
                if (Read(record) is var (call, image))
                {
                    text.Append(OneLine.Of($"{record.Name}  {call.Result,-7}  {call.Verb,-7}  {(call.ContainerId.Length > ShortId ? call.ContainerId[..ShortId] : call.ContainerId),-ShortId}  {call.Engine}  {image}".TrimEnd())).Append('\n');
                }
            }
            catch (InterceptorException e)
            {
                text.Append(terminal.Coloured(OneLine.Of($"{record.Name}  cannot be read: {e.Message}"), Colour.Red)).Append('\n');
            }
        }
        return text.ToString();
    }

    internal string Json() => IndentedJson.Text(JsonBuilder.List(records.Select(Json).OfType<JsonValue>()));

    private JsonObject? Json(RecordFile record)
    {
        try
        {
            return Read(record) is not var (call, image) ? null : JsonBuilder.Object(
                ("record", JsonScalar.Of(record.Name)),
                ("bytes", JsonScalar.OfNumber(record.Bytes)),
                ("result", JsonBuilder.Text(call.Result)),
                ("verb", JsonScalar.Of(call.Verb)),
                ("containerId", JsonScalar.Of(call.ContainerId)),
                ("engine", JsonBuilder.Text(call.Engine)),
                ("image", JsonBuilder.Text(image)),
                ("redacted", call.IsRedacted ? JsonScalar.True : null));
        }
        catch (InterceptorException e)
        {
            return JsonBuilder.Object(("record", JsonScalar.Of(record.Name)), ("bytes", JsonScalar.OfNumber(record.Bytes)), ("error", JsonScalar.Of(e.Message)));
        }
    }

    // Null for one that was removed since it was listed.
    private (RecordedCall Call, string? Image)? Read(RecordFile record)
    {
        if (files.Read(record.Name) is not { } content)
        {
            return null;
        }
        var call = RecordedCallReader.Read(record.Name, content);
        return (call, call.Image(new RecordedHost(machine, machine, call)));
    }
}
