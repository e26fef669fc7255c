namespace Mutate.Running;

/// <summary>A test of the suite.</summary>
/// <param name="Class">The name of its class with its namespace.</param>
/// <param name="Name">As it is shown.</param>
/// <param name="Serialized">From which xUnit makes it anew.</param>
internal sealed record TestCase(string Class, string Name, string Serialized);
