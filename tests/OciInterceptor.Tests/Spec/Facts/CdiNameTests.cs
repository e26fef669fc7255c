using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class CdiNameTests
{
    [Theory]
    [InlineData("vendor.com/device=myDevice")]
    [InlineData("nvidia.com/gpu=0")]
    [InlineData("nvidia.com/gpu=1:2")]
    [InlineData("a/b=c")]
    [InlineData("V-_.1/c.l-a_s9=GPU-8c_1.2:3x")]
    public void A_qualified_name_is_one(string name) => CdiName.IsQualified(name).Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("device")]
    [InlineData("vendor.com/device")]
    [InlineData("vendor.com/device=")]
    [InlineData("vendor.com=device")]
    [InlineData("/device=0")]
    [InlineData("vendor.com/=0")]
    [InlineData("1vendor/device=0")]
    [InlineData("vendor/1device=0")]
    [InlineData("vendor./device=0")]
    [InlineData("vendor/device-=0")]
    [InlineData("vendor/de:vice=0")]
    [InlineData("vendor/device=0:")]
    [InlineData("vendor/device=-0")]
    [InlineData("vendor/device=a=b")]
    [InlineData("vendor/device/x=0")]
    [InlineData("vendor/device=../x")]
    [InlineData("vendor/device=0 ")]
    [InlineData("vendor/device=é")]
    [InlineData("/dev/kvm")]
    public void Anything_else_is_none(string name) => CdiName.IsQualified(name).Should().BeFalse();
}
