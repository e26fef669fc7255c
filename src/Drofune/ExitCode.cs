namespace Drofune;

/// <summary>The exit codes of drofune when they are not the command's own.</summary>
internal static class ExitCode
{
    internal const int Failure = 1;
    internal const int Usage = 2;

    /// <summary>As in shells: the command exists but cannot be executed, or does not exist.</summary>
    internal const int CannotExecute = 126;
    internal const int NotFound = 127;
}
