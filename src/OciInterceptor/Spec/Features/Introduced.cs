namespace OciInterceptor.Spec.Features;

/// <summary>The releases that brought a member of the document: of the runtime specification, and of runtimes whose release is known; null for an unknown one.</summary>
/// <remarks>From the change logs of runtime-spec (ChangeLog), runc (CHANGELOG.md) and crun (NEWS).</remarks>
internal sealed record Introduced(string Specification, string? Runc = null, string? Crun = null)
{
    /// <summary>The release of a program; null for an unknown program or release.</summary>
    internal string? In(string program) => program switch { "runc" => Runc, "crun" => Crun, _ => null };
}
