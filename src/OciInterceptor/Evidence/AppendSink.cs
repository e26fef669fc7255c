using System.Globalization;
using System.Text;
using OciInterceptor.Messages;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace OciInterceptor.Evidence;

/// <summary>
/// Appends each event in one write(2). Serilog's own file sink takes the file for one process alone, and a host's
/// containers start in many at once.
/// </summary>
internal sealed class AppendSink(string path) : ILogEventSink
{
    private readonly MessageTemplateTextFormatter _format = new(
        "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} [{Level:u3}] {Process} {Message:l}{NewLine}", CultureInfo.InvariantCulture);

    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        _format.Format(logEvent, text);
        try
        {
            using var file = AppendFile.Open(path);
            AppendFile.Write(file, Encoding.UTF8.GetBytes(OneLine.Of(text.ToString()) + "\n"));
        }
        catch (IOException)
        {
            // The log is evidence: losing a line of it is no reason to refuse a container, and there is no other place to tell.
        }
    }
}
