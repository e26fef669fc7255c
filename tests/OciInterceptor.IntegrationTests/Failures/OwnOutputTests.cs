using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Failures;

/// <summary>Our own help and version, the only calls that write to the standard output.</summary>
public sealed class OwnOutputTests
{
    [Theory]
    [InlineData("--oi-help", "--oi-readonly-networking-mounts")]
    [InlineData("--oi-version", "oci-interceptor ")]
    public void They_are_printed_and_no_runtime_is_needed(string flag, string says)
    {
        var result = PublishedBinary.Call("--oi-runtime-path", "/nowhere", flag, "state", "c1").Run().Succeeded();
        result.OutputText.Should().Contain(says).And.EndWith("\n");
        result.Error.Should().BeEmpty();
    }

    [Theory]
    [InlineData("--oi-help")]
    [InlineData("--oi-version")]
    public void An_output_that_takes_nothing_is_an_error(string flag) =>
        ErrorReport.Message(new Command("sh", "-c", "exec \"$@\" > /dev/full", "sh", PublishedBinary.Path, flag).Run())
            .Should().Contain("No space left on device");
}
