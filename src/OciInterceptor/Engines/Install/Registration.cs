using OciInterceptor.Call.Flags;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Install;

/// <summary>
/// What an engine is told: a path, and arguments if they are wanted. Without arguments, what the operator asked for
/// is in a profile, and the path is a link that has the profile's name: nothing then depends on how an engine passes
/// arguments, or whether it can. <paramref name="Files"/> are what the path needs, in the order in which they are made.
/// </summary>
internal sealed record Registration(string Path, ImmutableArray<string> Arguments, ImmutableArray<PlannedFile> Files)
{
    /// <exception cref="InterceptorException">It cannot be registered this way.</exception>
    internal static Registration Of(RegistrationRequest request, FileView files)
    {
        var options = request.Options;
        if (request.Wrapper is { } wrapper)
        {
            return new Registration(wrapper, [], []);
        }
        if (request.UsesArguments)
        {
            return new Registration(request.Binary, RegisteredArguments.Of(options, request.RuntimePath), []);
        }
        if (options.Config is not null)
        {
            throw new InterceptorException("--oi-config cannot go into a profile: use --args");
        }
        if (!options.WarnProfiles.IsEmpty)
        {
            throw new InterceptorException("--oi-warn-profile cannot go into a profile: use --args, or name the profile in \"shadow\" of a policy file");
        }
        var isAsked = RequestedProfile.IsAsked(options) || options.DebugName != default;
        return (options.Profiles, isAsked) switch
        {
            ([], false) when request.RuntimePath is null => new Registration(request.Binary, [], []),
            ([], _) => Of(request, request.Name, files, NewProfile(request, files)),
            ([var profile], false) => Of(request, Known(request, profile), files, []),
            ([_], true) => throw new InterceptorException("a profile and flags cannot be combined: put what the flags ask for into the profile, or use --args"),
            _ => throw new InterceptorException("only one profile can be registered: name one that has everything, or use --args"),
        };
    }

    private static Registration Of(RegistrationRequest request, string profile, FileView files, ImmutableArray<PlannedFile> needed)
    {
        var link = new PlannedFile(
            $"{request.LinkDirectory ?? System.IO.Path.GetDirectoryName(request.Binary)}/oci-interceptor-{profile}",
            FileState.LinkTo(request.Binary));
        Require(link, files, "choose another directory with --link-dir");
        if (request.RuntimePath is { } runtime)
        {
            var chosen = new PlannedFile(request.Policies.Runtime(profile), FileState.LinkTo(runtime));
            Require(chosen, files, "remove it, or leave out --oi-runtime-path");
            needed = needed.Add(chosen);
        }
        return new Registration(link.Path, [], needed.Add(link));
    }

    private static ImmutableArray<PlannedFile> NewProfile(RegistrationRequest request, FileView files)
    {
        if (BuiltInProfiles.Find(request.Name) is not null)
        {
            throw new InterceptorException($"{request.Name} is a built-in profile, which the one made from the flags would hide: choose another runtime name with --name");
        }
        var profile = new PlannedFile(request.Policies.Profile(request.Name), FileState.Of(RequestedProfile.Of(request.Options)));
        // One that the operator has edited since stays, unless something else is asked for now.
        if (files.Made(profile.Path) == profile.State && files[profile.Path].Content is not null)
        {
            return [profile with { State = files[profile.Path] }];
        }
        Require(profile, files, $"use it with --profile {request.Name}, or choose another runtime name with --name");
        return [profile];
    }

    private static string Known(RegistrationRequest request, string profile)
    {
        _ = new PolicyLoader(request.Policies, request.Host).ReadProfile(profile);
        return profile;
    }

    private static void Require(PlannedFile planned, FileView files, string advice)
    {
        var now = files[planned.Path];
        if (!now.IsAbsent && now != planned.State)
        {
            throw new InterceptorException($"{planned.Path} already exists with other content: {advice}");
        }
    }
}
