namespace OciInterceptor.Commands.Apply;

/// <summary>What a change of the policy means for one container.</summary>
/// <param name="Name">The container.</param>
/// <param name="Kind">What happens to it.</param>
/// <param name="Lines">Why, or the lines that its configuration loses and gains; the same for containers alike.</param>
internal sealed record Effect(string Name, EffectKind Kind, string Lines = "");
