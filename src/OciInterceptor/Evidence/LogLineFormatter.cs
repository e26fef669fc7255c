using System.Globalization;
using OciInterceptor.Messages;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace OciInterceptor.Evidence;

/// <summary>Formats an event as one line of the log, whatever a container's author put into it.</summary>
internal sealed class LogLineFormatter : ITextFormatter
{
    private readonly MessageTemplateTextFormatter _format = new(
        "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} [{Level:u3}] {Process} {Message:l}", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        _format.Format(logEvent, text);
        output.Write(OneLine.Of(text.ToString()));
        output.Write('\n');
    }
}
