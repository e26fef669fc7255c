namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>The test classes that share the daemon with a policy directory.</summary>
[CollectionDefinition(Name)]
public sealed class PolicySuite : ICollectionFixture<PolicyDocker>
{
    public const string Name = "Policies";
}
