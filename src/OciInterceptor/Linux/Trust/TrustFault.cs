using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Trust;

/// <summary>Why a file cannot be trusted: whoever can change it, a directory on the way or a symbolic link decides what root executes.</summary>
internal static class TrustFault
{
    /// <param name="policy">What its use requires of the file.</param>
    /// <param name="path">An absolute path.</param>
    /// <returns>The fault as a sentence about "it"; null if only root and the effective user can change what the path leads to.</returns>
    internal static string? Of(TrustPolicy policy, string path)
    {
        using var trusted = new TrustedPath(policy, "");
        try
        {
            trusted.Open(path).Dispose();
            return null;
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
        catch (IOException e)
        {
            return $"it cannot be examined: {e.Message}";
        }
    }
}
