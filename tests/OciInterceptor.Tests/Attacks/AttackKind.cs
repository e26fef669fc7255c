using System.Reflection;
using Xunit.Sdk;

namespace OciInterceptor.Tests.Attacks;

/// <summary>A kind of attack, with the tests of an assembly that try it.</summary>
/// <param name="Name">As in the page.</param>
/// <param name="Tries">How many rows the tests have.</param>
/// <param name="Tests">CLASS.METHOD, in order.</param>
internal sealed record AttackKind(string Name, int Tries, IReadOnlyList<string> Tests)
{
    internal static IReadOnlyList<AttackKind> Of(Assembly assembly) =>
        [.. from type in assembly.GetTypes()
            from method in type.GetMethods()
            let attack = method.GetCustomAttribute<AttackAttribute>()
            where attack is not null
            group method by attack.Kind into kind
            select new AttackKind(kind.Key, kind.Sum(Rows), [.. kind.Select(method => $"{method.DeclaringType!.Name}.{method.Name}").Order(StringComparer.Ordinal)])];

    private static int Rows(MethodInfo method) =>
        method.GetCustomAttribute<TheoryAttribute>() is null ? 1 : method.GetCustomAttributes<DataAttribute>().Sum(data => data.GetData(method).Count());
}
