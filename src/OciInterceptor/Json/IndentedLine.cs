namespace OciInterceptor.Json;

/// <summary>A line of a value laid out for people.</summary>
/// <param name="Text">The line without the comma at its end.</param>
/// <param name="Comma">The comma; empty if the line has no comma.</param>
/// <param name="Place">The member or item that the line shows; null for the whole value.</param>
internal readonly record struct IndentedLine(string Text, string Comma, PointerStep? Place);
