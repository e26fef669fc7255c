using System.Text;
using OciInterceptor.Cli;
using OciInterceptor.Json;
using OciInterceptor.Rules;

namespace OciInterceptor.Engines;

/// <summary>What flags ask for, written as a profile: a call under the profile's name then needs no arguments.</summary>
internal static class RequestedProfile
{
    /// <summary>Whether the flags ask for something that a profile can say.</summary>
    internal static bool IsAsked(Options options) =>
        options.ReadonlyNetworkingMounts || !options.Env.IsEmpty || !options.EnvForce.IsEmpty || !options.CdiDevices.IsEmpty
        || options.WriteDebugOutput || options.DebugOutputDirectory is not null
        || options.LogFile is not null || options.LogLevel is not null || options.CloneRuntime;

    /// <exception cref="InterceptorException">A profile cannot say it.</exception>
    internal static byte[] Of(Options options)
    {
        if (options.DebugName != default)
        {
            throw new InterceptorException("--oi-debug-name has no place in a profile: use --args");
        }
        var rules = new List<JsonValue>();
        if (options.ReadonlyNetworkingMounts)
        {
            rules.Add(MadeJson.Object(("type", JsonScalar.Of(ReadonlyNetworkingMounts.TypeName))));
        }
        if (!options.Env.IsEmpty || !options.EnvForce.IsEmpty)
        {
            rules.Add(MadeJson.Object(
                ("type", JsonScalar.Of(EnvironmentOverrides.TypeName)),
                ("default", Variables("--oi-env", options.Env)),
                ("force", Variables("--oi-env-force", options.EnvForce))));
        }
        if (!options.CdiDevices.IsEmpty)
        {
            rules.Add(MadeJson.Object(("type", JsonScalar.Of(CdiDevices.TypeName)), ("devices", MadeJson.Texts(options.CdiDevices))));
        }
        return Encoding.UTF8.GetBytes(IndentedJson.Text(MadeJson.Object(
            ("debugOutput", Members(
                ("enabled", options.WriteDebugOutput ? JsonScalar.True : null),
                ("directory", MadeJson.Text(options.DebugOutputDirectory)))),
            ("log", Members(
                ("file", MadeJson.Text(options.LogFile)),
                ("level", MadeJson.Text(options.LogLevel?.ToString())))),
            ("cloneRuntime", options.CloneRuntime ? JsonScalar.True : null),
            ("rules", MadeJson.List(rules)))));
    }

    private static JsonObject? Members(params ReadOnlySpan<(string Name, JsonValue? Value)> members) =>
        MadeJson.Object(members) is { Members.IsEmpty: false } made ? made : null;

    private static JsonObject? Variables(string flag, ImmutableArray<string> entries)
    {
        var members = JsonObject.Empty;
        foreach (var entry in entries)
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            var name = entry[..equals];
            members = members.Entry(name) is null
                ? members.WithEntry(name, JsonScalar.Of(entry[(equals + 1)..]))
                : throw new InterceptorException($"{flag} names {name} twice");
        }
        return members.Members.IsEmpty ? null : members;
    }
}
