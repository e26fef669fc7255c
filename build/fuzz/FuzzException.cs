namespace Fuzz;

/// <summary>A failure that whoever started the program can act on.</summary>
internal sealed class FuzzException(string message) : Exception(message);
