namespace Drofune;

/// <summary>What drofune exits with when it is not with the command's own code.</summary>
internal static class ExitCode
{
    internal const int Failure = 1;
    internal const int Usage = 2;

    /// <summary>As shells say it: the command exists but cannot be executed, or does not exist.</summary>
    internal const int CannotExecute = 126;
    internal const int NotFound = 127;
}
