using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Install;

/// <summary>A default runtime that is the interceptor already, under another name than the one to be registered.</summary>
internal static class InterceptedDefault
{
    private const string Profile = "--oi-profile=";

    /// <summary>Makes sure that another default in its place has all that it has.</summary>
    /// <param name="own">The present default.</param>
    /// <param name="program">Its file, as the engine calls it.</param>
    /// <param name="request">What is asked for instead.</param>
    /// <param name="files">The files without an earlier installation.</param>
    /// <exception cref="InterceptorException">Containers would lose what it brings.</exception>
    internal static void RequireCovered(EngineRuntime own, string program, RegistrationRequest request, FileView files)
    {
        var given = RegisteredArguments.Of(request.Options, null);
        var brought = RegisteredArguments.Of(new RegisteredCall(program, own.Arguments, request.SearchPath).Options, null)
            .Where(flag => !given.Contains(flag) && !(flag.StartsWith(Profile, StringComparison.Ordinal) && IsEmpty(flag[Profile.Length..], request, files)));
        ImmutableArray<string> lost = [.. brought, .. own.Arguments.Where(IsRuntimes)];
        if (!lost.IsEmpty)
        {
            throw new InterceptorException(
                $"the default runtime {own.Name} is the interceptor already, with {string.Join(" ", lost)}, which {request.Name} would not have: give that to this command too, or leave out --default");
        }
    }

    // A profile that was made only to name a runtime, or one that is gone, with which no container starts.
    private static bool IsEmpty(string name, RegistrationRequest request, FileView files)
    {
        var profile = files[request.Policies.Profile(name)];
        return profile.Content is { } content ? content.Span.SequenceEqual(RequestedProfile.Of(new Call.Flags.Options())) : profile.IsAbsent && BuiltInProfiles.Find(name) is null;
    }

    private static bool IsRuntimes(string argument) => argument.StartsWith('-') && !argument.StartsWith("--oi-", StringComparison.Ordinal);
}
