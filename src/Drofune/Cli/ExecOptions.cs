namespace Drofune.Cli;

/// <summary>The command line of <c>drofune exec</c>.</summary>
internal sealed class ExecOptions() : VerbOptions("exec")
{
    /// <summary>Whether to start the process in the container only after all of its namespaces are joined.</summary>
    internal bool SecureJoin { get; private set; }

    /// <summary>Whether to enter from a sealed copy of the program in memory.</summary>
    internal bool CloneBinary { get; private set; }

    protected override bool Set(string option) => option switch
    {
        "--secure-join" => SecureJoin = true,
        "--clone-binary" => CloneBinary = true,
        _ => false,
    };
}
