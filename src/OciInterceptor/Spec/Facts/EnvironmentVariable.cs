namespace OciInterceptor.Spec.Facts;

/// <summary>A variable for a container's environment.</summary>
internal sealed record EnvironmentVariable(string Name, string Value)
{
    internal string Entry => $"{Name}={Value}";

    /// <summary>Whether an entry concerns this variable: sets it or, without "=", unsets it, as putenv(3) does for crun.</summary>
    internal bool IsNamedBy(string entry) => entry == Name || IsSetBy(entry);

    /// <summary>Whether an entry of an environment sets this variable.</summary>
    internal bool IsSetBy(string entry) =>
        entry.Length > Name.Length && entry[Name.Length] == '=' && entry.StartsWith(Name, StringComparison.Ordinal);

    /// <summary>An environment with this variable in it: in place of its first entry, or else at the end.</summary>
    internal ImmutableArray<string> SetIn(ImmutableArray<string> env)
    {
        var result = ImmutableArray.CreateBuilder<string>(env.Length + 1);
        var isSet = false;
        foreach (var entry in env)
        {
            if (!IsNamedBy(entry))
            {
                result.Add(entry);
            }
            else if (!isSet)
            {
                result.Add(Entry);
                isSet = true;
            }
        }
        if (!isSet)
        {
            result.Add(Entry);
        }
        return result.DrainToImmutable();
    }
}
