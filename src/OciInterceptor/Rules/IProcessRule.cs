using OciInterceptor.Messages;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>A rule that changes a process, so that it also applies to one that joins a running container (exec).</summary>
internal interface IProcessRule : IRule
{
    /// <exception cref="InterceptorException">The rule cannot be applied to this process.</exception>
    Process Apply(Process process);

    RuntimeSpec IRule.Apply(RuntimeSpec spec) => spec.MapProcess(Apply);
}
