using OciInterceptor.Spec.Features;

namespace OciInterceptor.Tests.Documentation;

/// <summary>What a recipe must make of one document.</summary>
/// <param name="Heading">The recipe's.</param>
/// <param name="Given">How the document differs from the captured one, as a merge patch; for an exec the whole document. Double quotes are written as single ones.</param>
/// <param name="Expected">
/// "POINTER = JSON", "POINTER has ITEM", "POINTER lacks ITEM", "unchanged", "refused: TEXT", "warned: RULE".
/// </param>
internal sealed record RecipeCase(string Heading, string Given, params string[] Expected)
{
    internal string Document { get; init; } = "docker-20.10-run.json";

    internal string Verb { get; init; } = "create";

    /// <summary>The container's ID.</summary>
    internal string Id { get; init; } = "c1";

    /// <summary>What the runtime tells.</summary>
    internal RuntimeAnswer Runtime { get; init; } = RuntimeAnswer.None;

    internal bool IsExec { get; init; }
}
