using OciInterceptor.Messages;

namespace OciInterceptor.Json;

/// <summary>An error at a position of a document: "name:line:column: cause". Lines and columns count from 1, columns in bytes.</summary>
internal sealed class JsonFormatException(string document, int line, int column, string cause, Exception? inner = null)
    : InterceptorException($"{document}:{line}:{column}: {cause}", inner)
{
    internal string Document => document;

    internal int Line => line;

    internal int Column => column;

    internal string Cause => cause;

    /// <summary>The position as an offset into the document's bytes; -1 if the document is not JSON at all.</summary>
    internal int Offset { get; init; } = -1;
}
