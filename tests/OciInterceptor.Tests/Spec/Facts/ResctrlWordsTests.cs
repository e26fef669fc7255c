using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class ResctrlWordsTests
{
    /// <summary>As the kernel parses a line of a group's schemata file (Documentation/filesystems/resctrl.rst).</summary>
    [Theory]
    [InlineData("L3:0=ffff0;1=3ff", true)]
    [InlineData("L3: 0 =ffff0", true)]
    [InlineData("L3:0=f;", true)]
    [InlineData("L3:0=f;1=f;", true)]
    [InlineData("MB:10=70", true)]
    [InlineData(":0=f", false)]
    [InlineData(" :0=f", false)]
    [InlineData("L3", false)]
    [InlineData("L3:", false)]
    [InlineData("L3:;", false)]
    [InlineData("L3:f", false)]
    [InlineData("L3:=f", false)]
    [InlineData("L3:0=", false)]
    [InlineData("L3:0=f;;", false)]
    [InlineData("L3:0=f;1", false)]
    [InlineData("L3:a=f", false)]
    [InlineData("L3: =f", false)]
    [InlineData("L3:0=f\nMB:0=70", false)]
    public void A_line_has_a_resource_and_a_value_for_each_domain(string line, bool isLine) => ResctrlWords.IsLine(line).Should().Be(isLine);
}
