namespace OciInterceptor.Tests.Rules.Hooks;

/// <summary>What becomes of a hook in a stage on a host that refuses the program /bad: those of the container's own stages are not looked at.</summary>
public static class CheckedStages
{
    public static TheoryData<string, string, string?> Rows() => new()
    {
        { "prestart", "/bad", "the prestart hook /bad is refused: it is a symbolic link" },
        { "createRuntime", "/bad", "the createRuntime hook /bad is refused: it is a symbolic link" },
        { "poststart", "/bad", "the poststart hook /bad is refused: it is a symbolic link" },
        { "poststop", "/bad", "the poststop hook /bad is refused: it is a symbolic link" },
        { "createContainer", "/bad", null },
        { "startContainer", "/bad", null },
        { "poststop", "/good", null },
    };
}
