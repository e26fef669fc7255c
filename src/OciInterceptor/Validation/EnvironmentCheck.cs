using OciInterceptor.Spec.Views;

namespace OciInterceptor.Validation;

/// <summary>Checks the environment of a program, the container's or a hook's.</summary>
internal sealed class EnvironmentCheck(SectionFindings findings)
{
    internal void Check(SpecObject program, ImmutableArray<string> env)
    {
        var names = new HashSet<string>();
        for (var i = 0; i < env.Length; i++)
        {
            var equals = env[i].IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                findings.Error(SectionFindings.At(program, "env", i), "invalid variable: want NAME=value");
            }
            else if (!names.Add(env[i][..equals]))
            {
                findings.Warning(SectionFindings.At(program, "env", i), $"the variable {env[i][..equals]} is set twice: programs differ in which value they use");
            }
        }
    }
}
