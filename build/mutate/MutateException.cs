namespace Mutate;

/// <summary>What the caller can act on.</summary>
internal sealed class MutateException(string message) : Exception(message);
