using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class EnvironmentVariableTests
{
    [Theory]
    [InlineData("A=", true, true)]
    [InlineData("A=1", true, true)]
    [InlineData("A==", true, true)]
    [InlineData("A", true, false)]
    [InlineData("AB=1", false, false)]
    [InlineData("AB", false, false)]
    [InlineData("B=A", false, false)]
    [InlineData("X=1", false, false)]
    [InlineData("a=1", false, false)]
    [InlineData("=A", false, false)]
    [InlineData("", false, false)]
    public void An_entry_concerns_a_variable_by_its_name(string entry, bool isNamed, bool isSet)
    {
        var variable = new EnvironmentVariable("A", "x");
        variable.IsNamedBy(entry).Should().Be(isNamed);
        variable.IsSetBy(entry).Should().Be(isSet);
        ProcessFacts.Values(new Process(Sample.Object($$"""{"env":["{{entry}}"]}""")), "A").Should().Equal(isSet ? [entry[2..]] : isNamed ? [null] : Array.Empty<string?>());
    }

    [Theory]
    [InlineData("", "A=x")]
    [InlineData("B=1", "B=1 A=x")]
    [InlineData("B=1 A C=2 A=9 A", "B=1 A=x C=2")]
    public void A_variable_is_set_in_place_of_its_first_entry(string env, string expected) =>
        new EnvironmentVariable("A", "x").SetIn([.. env.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Should().Equal(expected.Split(' '));
}
