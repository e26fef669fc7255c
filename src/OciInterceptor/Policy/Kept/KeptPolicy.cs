using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Policy.Kept;

/// <summary>What a policy file held at some time.</summary>
/// <param name="Target">The policy file.</param>
/// <param name="Number">Counts up with each file that is kept, whatever its target.</param>
/// <param name="Path">The file that keeps it.</param>
internal sealed record KeptPolicy(PolicyTarget Target, long Number, string Path)
{
    /// <summary>The content of a file that stands for none; it is not a policy.</summary>
    internal static ReadOnlySpan<byte> NoPolicy => "// There was no policy file.\n"u8;

    /// <summary>When it was kept, in UTC.</summary>
    internal DateTime Time => File.GetLastWriteTimeUtc(Path);

    /// <summary>What the policy file held; null if it was missing.</summary>
    /// <exception cref="InterceptorException">It cannot be read or trusted.</exception>
    internal byte[]? Read()
    {
        try
        {
            var content = TrustedFile.Read(Path, PolicyLoader.MaxSize);
            return content.AsSpan().SequenceEqual(NoPolicy) ? null : content;
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read {Path}: {e.Message}", e);
        }
    }
}
