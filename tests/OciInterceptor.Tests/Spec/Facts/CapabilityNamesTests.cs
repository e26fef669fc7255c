using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class CapabilityNamesTests
{
    [Fact]
    public void Knows_the_kernels_names_each_once()
    {
        CapabilityNames.All.Should().HaveCount(41).And.OnlyHaveUniqueItems();
        CapabilityNames.DockerDefault.Should().HaveCount(14).And.BeSubsetOf(CapabilityNames.All);
    }
}
