namespace OciInterceptor.Tests.Call;

public sealed class NoPivotTests
{
    [Theory]
    [InlineData("create --no-pivot ID")]
    [InlineData("run -no-pivot -b X ID")]
    [InlineData("restore --bundle X --no-pivot ID")]
    [InlineData("run --no-pivot=true ID")]
    [InlineData("run -no-pivot=1 ID")]
    [InlineData("run --no-pivot=false --no-pivot ID")]
    [InlineData("run --no-p ID")]
    [InlineData("run ID --no-pivot")]
    [InlineData("run --no-pivot= ID")]
    [InlineData("run --no-pivot=fALSE ID")]
    [InlineData("run --no-pivot=00 ID")]
    [InlineData("run --no-pivot=FALSE --no-pivot=true ID")]
    [InlineData("--log L --debug create --no-pivot=maybe ID")]
    public void The_option_is_found_in_every_spelling(string line) => RawArguments.Of(line).Call.NoPivot.Should().BeTrue();

    [Theory]
    [InlineData("create ID")]
    [InlineData("run --no-pivot=false ID")]
    [InlineData("run -no-pivot=0 ID")]
    [InlineData("run --no-pivot --no-pivot=F ID")]
    [InlineData("run --no-pivot=f ID")]
    [InlineData("run --no-pivot=False ID")]
    [InlineData("run --no-pivot=FALSE ID")]
    [InlineData("run --no-pivots ID")]
    [InlineData("exec ID --no-pivot")]
    [InlineData("--no-pivot state ID")]
    [InlineData("run --no-new-keyring --no-subreaper ID")]
    [InlineData("run --bundle --no-pivot ID")]
    [InlineData("run -b --no-pivot ID")]
    [InlineData("run -- --no-pivot")]
    [InlineData("run --no- ID")]
    public void What_is_not_the_option_is_not_taken_for_it(string line) => RawArguments.Of(line).Call.NoPivot.Should().BeFalse();
}
