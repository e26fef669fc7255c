namespace Drofune.Cli;

/// <summary>The command line of <c>drofune run</c>.</summary>
internal sealed class RunOptions() : VerbOptions("run")
{
    /// <summary>Whether to change the root by pivot_root(2) instead of chroot(2).</summary>
    internal bool PivotRoot { get; private set; }

    protected override bool Set(string option) => option == "--pivot-root" && (PivotRoot = true);
}
