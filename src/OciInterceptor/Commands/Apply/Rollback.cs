using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Policy.Kept;

namespace OciInterceptor.Commands.Apply;

/// <summary>Brings back a policy file that was in place before.</summary>
internal sealed class Rollback(CommandContext context, KeptPolicies kept)
{
    internal bool IsDryRun { get; init; }

    /// <summary>Whether a file may be removed while calls are refused.</summary>
    internal bool IsForced { get; init; }

    /// <param name="target">The policy file; null for the one that was changed last.</param>
    /// <exception cref="InterceptorException">Nothing is kept that helps, or it could not be put in place.</exception>
    internal CommandResult Run(PolicyTarget? target)
    {
        var way = new WayBack(context, kept) { MayRemove = IsForced };
        var old = way.Find(target) ?? throw new InterceptorException(way.Faults is [var fault, ..]
            ? $"no kept version can be brought back: {fault}"
            : $"no kept version{(target is null ? "" : $" of {target.Path}")} differs from what is in place");
        // Putting it in place makes it the newest: it is then kept by another file.
        var (content, mode, time) = (old.Read(), PolicyReplacement.ModeOf(old.Path), KeptText.Of(old.Time));
        var (path, isTrusted) = (old.Target.Path, context.Machine.TrustFault(TrustPolicy.PolicyFile, old.Target.Path) is null);
        old.Target.CheckPlace();
        var aside = IsDryRun ? null : new PolicyReplacement(old.Target, kept).Make(old.Target.Look(), content, mode, isTrusted);
        var done = content is null ? $"{path} {(IsDryRun ? "would be" : "was")} removed, as it was missing" : $"{path} {(IsDryRun ? "would be" : "is")} again as it was";
        return new CommandResult($"{done} when it was kept at {time}.\n{(aside is null ? "" : $"What was in its place is {aside}.\n")}{(IsDryRun ? "Nothing was changed: this was a dry run.\n" : "")}");
    }
}
