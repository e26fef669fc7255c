using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Spec;

namespace OciInterceptor.Policy;

/// <summary>A rule that needs a file which cannot be used: it fails for each container that it would be applied to, and for no other.</summary>
/// <param name="Written">The rule without the file.</param>
/// <param name="Fault">Why the file cannot be used.</param>
internal sealed record UnreadRule(IRule Written, InterceptorException Fault) : IRule
{
    public bool Grants => Written.Grants;

    public RuntimeSpec Apply(RuntimeSpec spec) => throw Fault;
}
