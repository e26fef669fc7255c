namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>How often a test repeats what chance, or the number of a system call, decides: less often unless all is asked for.</summary>
internal static class Repetition
{
    /// <summary>Set to 1 for all of it, as build/test.sh --thorough does.</summary>
    public const string Variable = "OCI_INTERCEPTOR_THOROUGH";

    private static readonly bool _isThorough = Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>One of the two numbers.</summary>
    public static int Of(int thorough, int otherwise) => _isThorough ? thorough : otherwise;
}
