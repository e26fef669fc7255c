namespace OciInterceptor.Spec.Facts;

/// <summary>Reads names of AppArmor profiles as the kernel does.</summary>
internal static class ApparmorProfileName
{
    internal const string Unconfined = "unconfined";

    /// <summary>
    /// Whether the name means no confinement: it is empty or "unconfined", also among blanks, in a namespace
    /// (":ns:unconfined", ":ns://unconfined") or stacked on itself ("unconfined//&amp;unconfined").
    /// </summary>
    internal static bool IsUnconfined(string? name) => Array.TrueForAll(Stacked(name), IsNoProfile);

    /// <summary>Whether one of the profiles that the name stacks means no confinement, so that the others alone confine.</summary>
    internal static bool HasUnconfined(string? name) => Array.Exists(Stacked(name), IsNoProfile);

    private static string[] Stacked(string? name) => (name ?? "").Split("//&");

    private static bool IsNoProfile(string part) => WithoutNamespace(part.Trim().TrimStart('&')) is "" or Unconfined;

    private static string WithoutNamespace(string part)
    {
        if (!part.StartsWith(':'))
        {
            return part;
        }
        var end = part.IndexOf(':', 1);
        return end < 0 ? "" : part[(end + 1)..].TrimStart('/').Trim();
    }
}
