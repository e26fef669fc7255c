namespace OciInterceptor.Tests.Rules.Cdi;

public sealed class CdiEnvironmentTests
{
    [Theory]
    [InlineData("'A=1'", "")]
    [InlineData("'A='", "")]
    [InlineData("'A==B'", "")]
    [InlineData("'A'", "invalid variable \"A\": want NAME=VALUE")]
    [InlineData("''", "invalid variable \"\": want NAME=VALUE")]
    [InlineData("'=A'", "invalid variable \"=A\": want NAME=VALUE")]
    [InlineData("'A=1','B','=C'", "invalid variable \"B\": want NAME=VALUE")]
    public void A_variable_has_a_name_and_a_value(string env, string error)
    {
        CdiHost.ErrorOf($"'env':[{env}]").Should().Be(error);
        CdiHost.ErrorOf($"'hooks':[{{'hookName':'prestart','path':'/h','env':[{env}]}}]").Should().Be(error);
    }
}
