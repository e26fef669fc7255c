namespace OciInterceptor.Spec.Facts;

/// <summary>A variable for a container's environment.</summary>
internal sealed record EnvironmentVariable(string Name, string Value)
{
    internal string Entry => $"{Name}={Value}";

    /// <summary>Whether an entry speaks of this variable: sets it or, without "=", unsets it, as putenv(3) does for crun.</summary>
    internal bool IsNamedBy(string entry) => entry == Name || IsSetBy(entry);

    /// <summary>Whether an entry of an environment sets this variable.</summary>
    internal bool IsSetBy(string entry) =>
        entry.Length > Name.Length && entry[Name.Length] == '=' && entry.StartsWith(Name, StringComparison.Ordinal);
}
