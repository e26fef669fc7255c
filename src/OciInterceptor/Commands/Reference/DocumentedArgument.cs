namespace OciInterceptor.Commands.Reference;

/// <summary>An argument of a command.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it is.</param>
/// <param name="Words">The values that it takes; empty if there are others.</param>
/// <param name="IsMany">Whether there may be more than one.</param>
internal sealed record DocumentedArgument(string Name, string Description, ImmutableArray<string> Words, bool IsMany);
