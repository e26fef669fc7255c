using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Validation;

/// <summary>A problem in a file, and its place.</summary>
/// <remarks>
/// <paramref name="File"/> is null if the message names what it is about. <paramref name="Line"/> counts from 1, and
/// <paramref name="Column"/> from 1 in bytes; both are 0 if the place is unknown. <paramref name="Reference"/> is null for what is not about a
/// document.
/// </remarks>
internal sealed record Finding(Severity Severity, string? File, int Line, int Column, string Message, Reference? Reference = null)
{
    internal static Finding Of(Severity severity, InterceptorException e, Reference? reference = null) => e is JsonFormatException format
        ? new Finding(severity, format.Document, format.Line, format.Column, format.Cause, reference)
        : new Finding(severity, null, 0, 0, e.Message, reference);
}
