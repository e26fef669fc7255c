using OciInterceptor.Commands.Completion;
using OciInterceptor.Commands.Reference;

namespace Manual;

/// <summary>What packages install below /usr/share.</summary>
internal static class Share
{
    /// <summary>The files, by their path below /usr/share.</summary>
    /// <param name="date">The day that the pages are of.</param>
    internal static IEnumerable<(string Path, string Content)> Files(DateOnly date)
    {
        yield return ("man/man1/oci-interceptor.1", ProgramPage.Of(date));
        foreach (var command in CommandReference.Commands)
        {
            yield return ($"man/man1/oci-interceptor-{command.Name}.1", CommandPage.Of(command, date));
        }
        yield return ("man/man5/oci-interceptor.json.5", PolicyPage.Of(date));
        yield return ("man/man7/oci-interceptor-profiles.7", ProfilesPage.Of(date));
        yield return ("bash-completion/completions/oci-interceptor", BashCompletion.Script());
        yield return ("zsh/site-functions/_oci-interceptor", ZshCompletion.Script());
        yield return ("fish/vendor_completions.d/oci-interceptor.fish", FishCompletion.Script());
    }
}
