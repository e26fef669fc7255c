namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>The test classes that share the daemons.</summary>
[CollectionDefinition(Name)]
public sealed class DockerSuite : ICollectionFixture<DockerDaemons>
{
    public const string Name = "Docker";
}
