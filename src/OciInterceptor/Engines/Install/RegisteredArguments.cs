using OciInterceptor.Call.Flags;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>Turns our flags into arguments for an engine to pass.</summary>
internal static class RegisteredArguments
{
    private const string HarmlessSigns = "-_./:=,+@%^";

    internal static ImmutableArray<string> Of(Options options, string? runtimePath)
    {
        var arguments = ImmutableArray.CreateBuilder<string>();
        Add("--oi-runtime-path", runtimePath);
        AddSwitch("--oi-readonly-networking-mounts", options.ReadonlyNetworkingMounts);
        AddAll("--oi-env", options.Env);
        AddAll("--oi-env-force", options.EnvForce);
        AddAll("--oi-cdi-device", options.CdiDevices);
        AddSwitch("--oi-write-debug-output", options.WriteDebugOutput);
        Add("--oi-debug-output-dir", options.DebugOutputDirectory);
        Add("--oi-debug-name", options.DebugName == default ? null : options.DebugName.ToString().ToLowerInvariant());
        Add("--oi-log-file", options.LogFile);
        Add("--oi-log-level", options.LogLevel?.ToString());
        Add("--oi-config", options.Config);
        AddAll("--oi-profile", options.Profiles);
        AddAll("--oi-warn-profile", options.WarnProfiles);
        AddSwitch("--oi-clone-runtime", options.CloneRuntime);
        AddSwitch("--oi-collector", options.Collector);
        return arguments.DrainToImmutable();

        void AddSwitch(string flag, bool isOn)
        {
            if (isOn)
            {
                arguments.Add(flag);
            }
        }

        void Add(string flag, string? value)
        {
            if (value is not null)
            {
                arguments.Add($"{flag}={value}");
            }
        }

        void AddAll(string flag, ImmutableArray<string> values)
        {
            foreach (var value in values)
            {
                Add(flag, value);
            }
        }
    }

    /// <summary>Makes sure that arguments survive a shell script that quotes nothing, such as Docker's (docs/docker-runtime-args.md).</summary>
    /// <exception cref="InterceptorException">One of them means something to a shell, or is not one word.</exception>
    internal static void RequireHarmless(ImmutableArray<string> arguments)
    {
        foreach (var argument in arguments)
        {
            if (!argument.All(c => char.IsAsciiLetterOrDigit(c) || HarmlessSigns.Contains(c, StringComparison.Ordinal)))
            {
                throw new InterceptorException($"{argument} would not survive Docker's script, which quotes nothing: leave out --args, and a profile will hold what the flags ask for");
            }
        }
    }
}
