using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>Keeps execve(2) from giving the process more privileges (PR_SET_NO_NEW_PRIVS).</summary>
internal sealed record NoNewPrivilegesRule : IProcessRule
{
    internal static RuleType Type => new(
        "no-new-privileges",
        "Prevents programs in the container from gaining privileges through set-user-ID bits or file capabilities.",
        static _ => new NoNewPrivilegesRule());

    public Process Apply(Process process) => process.NoNewPrivileges == true ? process : process with { NoNewPrivileges = true };
}
