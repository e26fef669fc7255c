using OciInterceptor.Messages;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>
/// A rule: a pure function from a container's configuration to the one that the operator asks for. A rule that changes nothing
/// returns a record over the same JSON as it was given, and applied to its own result it changes nothing.
/// </summary>
internal interface IRule
{
    /// <summary>Whether the rule can give a container more than its author could have asked the engine for.</summary>
    bool Grants => false;

    /// <summary>The members of the rule that let the container's author decide what it does.</summary>
    ImmutableArray<string> MembersForAuthors => [];

    /// <summary>What is wrong in files of the machine that the rule reads, and does not refuse a container by itself.</summary>
    /// <exception cref="InterceptorException">One of their directories cannot be read.</exception>
    ImmutableArray<string> Notes => [];

    /// <summary>Why the rule leaves a configuration as it is that it was probably meant for, and what to do; null if there is nothing to say.</summary>
    string? Remark(RuntimeSpec spec) => null;

    /// <exception cref="InterceptorException">The rule cannot be applied to this configuration.</exception>
    RuntimeSpec Apply(RuntimeSpec spec);
}
