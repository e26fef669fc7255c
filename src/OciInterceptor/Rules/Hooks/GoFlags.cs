namespace OciInterceptor.Rules.Hooks;

/// <summary>The flags of a regular expression of Go that hold at a place in it.</summary>
/// <param name="FoldsCase">(?i): letters stand for both of their cases.</param>
/// <param name="HasLines">(?m): "^" and "$" match at lines, too.</param>
/// <param name="IsWholeDot">(?s): "." matches the end of a line, too.</param>
internal readonly record struct GoFlags(bool FoldsCase, bool HasLines, bool IsWholeDot);
