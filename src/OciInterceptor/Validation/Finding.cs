using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Validation;

/// <summary>A problem in a file, and its place.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="File">The file; null when the message names what it is about.</param>
/// <param name="Line">From 1; 0 when the place in the file is unknown.</param>
/// <param name="Column">In bytes, from 1; 0 when the place in the file is unknown.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record Finding(Severity Severity, string? File, int Line, int Column, string Message)
{
    internal static Finding Of(Severity severity, InterceptorException e) => e is JsonFormatException format
        ? new Finding(severity, format.Document, format.Line, format.Column, format.Cause)
        : new Finding(severity, null, 0, 0, e.Message);
}
