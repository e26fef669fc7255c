namespace OciInterceptor.Spec.Features;

/// <summary>A part of a document that a runtime may not know.</summary>
/// <param name="Thing">What it is, for people: "process.scheduler", "the mount option rro".</param>
/// <param name="Entry">The list or flag of a features document that tells, as "linux.seccomp.actions"; null for none.</param>
/// <param name="Word">The word that the list has if the runtime knows it; null for a flag.</param>
/// <param name="Since">When it was introduced; null for what every runtime knows that keeps to the specification 1.0.</param>
internal sealed record Claim(string Thing, string? Entry = null, string? Word = null, Introduced? Since = null);
