using OciInterceptor.Json;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Hooks;

/// <summary>Hooks as written in a policy, or in a file that it names.</summary>
internal static class AddedHook
{
    private const string VariablePrefix = "OI_";

    /// <summary>
    /// The environment of a hook that sets none. Runtimes would pass their own, and runc before the fix of CVE-2025-23266
    /// the image's, whose LD_PRELOAD must not take effect on the host.
    /// </summary>
    internal const string SearchPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    internal static readonly ImmutableArray<Member> Members =
    [
        new("path", Shape.Text, "The program, an absolute path.", IsRequired: true),
        new("args", Shape.Texts, "Its arguments, its name first."),
        new("env", Shape.Texts, "Its whole environment, \"NAME=VALUE\" each; by default a PATH alone."),
        new("timeout", Shape.Integer, "Seconds until it is ended; more than 0."),
    ];

    /// <summary>Hooks by stage.</summary>
    internal static readonly ImmutableArray<Member> Stages =
        HookStages.Names.Select(stage => new Member(stage, new Shape.ListOf(new Shape.Record(Members)), $"Hooks of the stage {stage}.")).ToImmutableArray();

    internal static Hook Read(ObjectReader members) => new Hook(JsonObject.Empty) with
    {
        Path = PolicyPath.OnHost(members, "path", members.Text("path")!),
        Args = members.Has("args") ? members.Texts("args") : default,
        Env = EnvironmentOf(members),
        Timeout = TimeoutOf(members),
    };

    /// <summary>The hooks of each stage that has any.</summary>
    internal static ImmutableArray<StageHooks> ReadStages(ObjectReader stages) =>
        HookStages.Names.Where(stages.Has).Select(stage => new StageHooks(stage, stages.Records(stage, Members).Select(Read).ToImmutableArray())).ToImmutableArray();

    /// <summary>The program of a hook, to be run by us.</summary>
    internal static HostProgram Program(Hook hook, ImmutableArray<string> trustedDirectories)
    {
        var program = new HostProgram(
            hook.Path!, hook.Args.IsDefaultOrEmpty ? [hook.Path!] : hook.Args, hook.Env.IsDefault ? [SearchPath] : hook.Env, trustedDirectories);
        return hook.Timeout is { } seconds ? program with { Timeout = TimeSpan.FromSeconds(seconds) } : program;
    }

    /// <summary>
    /// Facts may be in the arguments after the first, which is the program's name and for some programs what they do, and in the values of
    /// variables with a prefix that no program reads by itself: too many others say which code runs (PATH, LD_PRELOAD, PYTHONUSERBASE,
    /// PERL5OPT, XTABLES_LIBDIR …) for a list of them to be complete.
    /// </summary>
    internal static int FactsFrom(string member, int index, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return member == "args" && index > 0 ? 0
            : member != "env" || equals < 0 ? text.Length
            : text.StartsWith(VariablePrefix, StringComparison.Ordinal) || !text.AsSpan(equals).Contains("${", StringComparison.Ordinal) ? equals + 1
            : throw new InterceptorException($"a hook's variable {text[..equals]} cannot have facts in its value: only those whose names begin with {VariablePrefix} can, as others may decide which code runs on the host");
    }

    /// <summary>
    /// Why a hook may not be told a value: it names the container's root file system, relative to the bundle, in which runtimes run hooks
    /// (runc, libcontainer/configs/config.go, Command.Run; config.md, "POSIX-platform Hooks"). Null if it may.
    /// </summary>
    internal static string? WhyNotTold(string value, string? root)
    {
        // Of an absolute path the last name is what it may have in the bundle.
        var names = root is null ? [] : root.StartsWith('/') ? root.TrimEnd('/').Split('/')[^1..] : root.Split('/');
        return Array.Find(names, name => name is not ("" or "." or "..") && value.Contains(name, StringComparison.Ordinal)) is { } name
            ? $"a hook cannot be passed \"{value}\": it contains {name}, which in the bundle leads to the container's root file system"
            : null;
    }

    /// <summary>Whether the two would do the same.</summary>
    internal static bool AreSame(Hook one, Hook other) =>
        one.Path == other.Path && one.Timeout == other.Timeout && AreSame(one.Args, other.Args) && AreSame(one.Env, other.Env);

    private static bool AreSame(ImmutableArray<string> one, ImmutableArray<string> other) =>
        one.IsDefault == other.IsDefault && (one.IsDefault || one.AsSpan().SequenceEqual(other.AsSpan()));

    private static ImmutableArray<string> EnvironmentOf(ObjectReader members)
    {
        if (!members.Has("env"))
        {
            return [SearchPath];
        }
        var env = members.Texts("env");
        return env.FirstOrDefault(entry => entry.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong
            ? throw members.Error("env", $"invalid variable \"{wrong}\": want NAME=VALUE")
            : env;
    }

    private static int? TimeoutOf(ObjectReader members) => members.Number<int>("timeout") is not <= 0 and var seconds
        ? seconds
        : throw members.Error("timeout", "timeout must be a number of seconds greater than 0");
}
