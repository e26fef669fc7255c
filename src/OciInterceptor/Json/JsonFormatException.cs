using OciInterceptor.Messages;

namespace OciInterceptor.Json;

/// <summary>An error in a document, with its place: "name:line:column: cause".</summary>
/// <param name="document">What the document is called: its path.</param>
/// <param name="line">From 1.</param>
/// <param name="column">In bytes, from 1.</param>
/// <param name="cause">What is wrong there.</param>
/// <param name="inner">What was caught, if anything.</param>
internal sealed class JsonFormatException(string document, int line, int column, string cause, Exception? inner = null)
    : InterceptorException($"{document}:{line}:{column}: {cause}", inner)
{
    internal string Document => document;

    internal int Line => line;

    internal int Column => column;

    internal string Cause => cause;

    /// <summary>The place as an offset into the document's bytes; -1 when the document is not JSON at all.</summary>
    internal int Offset { get; init; } = -1;
}
