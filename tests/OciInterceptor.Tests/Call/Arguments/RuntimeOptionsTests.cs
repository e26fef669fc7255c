using System.Text;
using OciInterceptor.Call.Arguments;

namespace OciInterceptor.Tests.Call.Arguments;

public sealed class RuntimeOptionsTests
{
    [Theory]
    [InlineData("no-p", "no-pivot")]
    [InlineData("no-pivot", "no-pivot")]
    [InlineData("bund", "bundle")]
    [InlineData("no-", "no-")]
    [InlineData("p", "p")]
    [InlineData("no-pivots", "no-pivots")]
    [InlineData("", "")]
    public void The_beginning_of_one_option_alone_is_completed(string name, string completed) =>
        Encoding.UTF8.GetString(RuntimeOptions.Complete(Encoding.UTF8.GetBytes(name))).Should().Be(completed);
}
