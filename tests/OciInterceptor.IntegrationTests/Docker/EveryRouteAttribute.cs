using System.Reflection;
using Xunit.Sdk;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>Runs a theory by every route, plain runc among them: what is asserted must hold for the control too.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryRouteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Enum.GetValues<Route>().Select(route => new object[] { route });
}
