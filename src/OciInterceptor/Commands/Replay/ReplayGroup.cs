namespace OciInterceptor.Commands.Replay;

/// <summary>Calls that have something in common, and one of them as an example.</summary>
/// <param name="Name">What they have in common: a rule, an image or a label.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Example">The name of the record that comes first by its name.</param>
/// <param name="Detail">The refusal of the example, or where its results differ.</param>
internal sealed record ReplayGroup(string Name, long Count, string Example, string Detail);
