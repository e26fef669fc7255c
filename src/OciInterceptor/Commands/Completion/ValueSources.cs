namespace OciInterceptor.Commands.Completion;

/// <summary>Tells by what a value is called in the help what a shell offers for it.</summary>
internal static class ValueSources
{
    /// <summary>The command by which a shell lists the names of profiles, as oi-profiles shows them.</summary>
    internal const string ListProfiles = @"oci-interceptor oi-profiles 2>/dev/null | sed -n '/^$/q; s/^\([^ ]*\)  (.*/\1/p'";

    /// <summary>What is offered for a value that the help calls by a name such as FILE.</summary>
    internal static ValueSource Of(string? value) => value switch
    {
        "DIR" => ValueSource.Directories,
        "FILE" or "FILE|DIR" or "PATH" or "AUDIT" or "FILTER" => ValueSource.Files,
        "PROFILE" => ValueSource.Profiles,
        _ => ValueSource.None,
    };
}
