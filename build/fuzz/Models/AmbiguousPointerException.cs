namespace Fuzz.Models;

/// <summary>A JSON Pointer does not say which of several members it means.</summary>
internal sealed class AmbiguousPointerException(string message) : Exception(message);
