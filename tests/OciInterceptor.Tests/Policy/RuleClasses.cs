using System.Reflection;
using OciInterceptor.Policy;
using OciInterceptor.Rules;

namespace OciInterceptor.Tests.Policy;

/// <summary>The classes of rules that the product has.</summary>
internal static class RuleClasses
{
    internal static IEnumerable<Type> Of<T>()
        where T : IRule => typeof(IRule).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(T)) && type != typeof(UnreadRule));

    internal static RuleType TypeOf(Type rule) => (RuleType)rule.GetProperty("Type", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
}
