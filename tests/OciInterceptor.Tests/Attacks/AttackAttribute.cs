namespace OciInterceptor.Tests.Attacks;

/// <summary>Says of a test which kind of attack it tries, once for each of its rows: docs/security-model.md has them in a table.</summary>
/// <param name="kind">As in the first column.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AttackAttribute(string kind) : Attribute
{
    public string Kind => kind;
}
