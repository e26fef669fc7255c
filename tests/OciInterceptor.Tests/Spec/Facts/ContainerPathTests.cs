using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class ContainerPathTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", "/")]
    [InlineData("/", "/")]
    [InlineData("//", "/")]
    [InlineData("//a", "/a")]
    [InlineData("/.", "/")]
    [InlineData(".", "/")]
    [InlineData("..", "/")]
    [InlineData("/..", "/")]
    [InlineData("/etc", "/etc")]
    [InlineData("etc", "/etc")]
    [InlineData("/etc/", "/etc")]
    [InlineData("/etc//hosts", "/etc/hosts")]
    [InlineData("/etc/./hosts", "/etc/hosts")]
    [InlineData("/etc/hosts/.", "/etc/hosts")]
    [InlineData("/etc/x/../hosts", "/etc/hosts")]
    [InlineData("/../../etc/hosts", "/etc/hosts")]
    [InlineData("/a/../../../etc/hosts", "/etc/hosts")]
    [InlineData("/etc/hosts/..", "/etc")]
    [InlineData("/etc/.hosts", "/etc/.hosts")]
    [InlineData("/etc/..hosts", "/etc/..hosts")]
    [InlineData("/etc/hosts..", "/etc/hosts..")]
    [InlineData("/.../x", "/.../x")]
    [InlineData("/etc/hosts ", "/etc/hosts ")]
    [InlineData("/etc\\hosts", "/etc\\hosts")]
    public void A_path_is_cleaned_as_text(string? path, string? clean) => ContainerPath.Clean(path).Should().Be(clean);
}
