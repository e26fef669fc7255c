using System.Text;
using OciInterceptor.Call.Flags;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;

namespace OciInterceptor.Engines.Install;

/// <summary>Writes what flags ask for as a profile: a call under the profile's name then needs no arguments.</summary>
internal static class RequestedProfile
{
    /// <summary>Whether the flags ask for something that a profile can express.</summary>
    internal static bool IsAsked(Options options) =>
        options.ReadonlyNetworkingMounts || !options.Env.IsEmpty || !options.EnvForce.IsEmpty || !options.CdiDevices.IsEmpty
        || options.WriteDebugOutput || options.DebugOutputDirectory is not null
        || options.LogFile is not null || options.LogLevel is not null || options.CloneRuntime;

    /// <exception cref="InterceptorException">A profile cannot express it.</exception>
    internal static byte[] Of(Options options)
    {
        if (options.DebugName != default || options.Collector)
        {
            throw new InterceptorException($"{(options.Collector ? "--oi-collector" : "--oi-debug-name")} cannot go into a profile: use --args");
        }
        var rules = new List<JsonValue>();
        if (options.ReadonlyNetworkingMounts)
        {
            rules.Add(JsonBuilder.Object(("type", JsonScalar.Of(ReadonlyNetworkingMountsRule.TypeName))));
        }
        if (!options.Env.IsEmpty || !options.EnvForce.IsEmpty)
        {
            rules.Add(JsonBuilder.Object(
                ("type", JsonScalar.Of(EnvRule.TypeName)),
                ("default", Variables("--oi-env", options.Env)),
                ("force", Variables("--oi-env-force", options.EnvForce))));
        }
        if (!options.CdiDevices.IsEmpty)
        {
            rules.Add(JsonBuilder.Object(("type", JsonScalar.Of(CdiRule.TypeName)), ("devices", JsonBuilder.Texts(options.CdiDevices))));
        }
        return Encoding.UTF8.GetBytes(IndentedJson.Text(JsonBuilder.Object(
            ("debugOutput", Members(
                ("enabled", options.WriteDebugOutput ? JsonScalar.True : null),
                ("directory", JsonBuilder.Text(options.DebugOutputDirectory)))),
            ("log", Members(
                ("file", JsonBuilder.Text(options.LogFile)),
                ("level", JsonBuilder.Text(options.LogLevel?.ToString())))),
            ("cloneRuntime", options.CloneRuntime ? JsonScalar.True : null),
            ("rules", JsonBuilder.List(rules)))));
    }

    private static JsonObject? Members(params ReadOnlySpan<(string Name, JsonValue? Value)> members) =>
        JsonBuilder.Object(members) is { Members.IsEmpty: false } made ? made : null;

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
