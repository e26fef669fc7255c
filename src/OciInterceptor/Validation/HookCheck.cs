using OciInterceptor.Spec;

namespace OciInterceptor.Validation;

/// <summary>Checks hooks (config.md, "POSIX-platform Hooks").</summary>
internal sealed class HookCheck(SectionFindings findings)
{
    internal void Check(Hooks hooks)
    {
        IEnumerable<Hook> all =
        [
            .. findings.List(() => hooks.Prestart), .. findings.List(() => hooks.CreateRuntime), .. findings.List(() => hooks.CreateContainer),
            .. findings.List(() => hooks.StartContainer), .. findings.List(() => hooks.Poststart), .. findings.List(() => hooks.Poststop),
        ];
        foreach (var hook in all)
        {
            findings.Require(hook, "path");
            findings.Absolute(hook, "path", findings.Read(() => hook.Path));
            findings.List(() => hook.Args);
            new EnvironmentCheck(findings).Check(hook, findings.List(() => hook.Env));
            findings.Range(hook, "timeout", findings.Read(() => hook.Timeout), 1, int.MaxValue);
        }
    }
}
