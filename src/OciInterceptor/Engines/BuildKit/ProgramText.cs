using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.BuildKit;

/// <summary>Looks for a text in a program's file: whether a program reads a variable is told by no version that distributions keep to.</summary>
internal static class ProgramText
{
    private const int BlockSize = 1 << 20;

    /// <exception cref="InterceptorException">The file cannot be read.</exception>
    internal static bool Has(string path, ReadOnlySpan<byte> text)
    {
        try
        {
            using var file = File.OpenRead(path);
            var buffer = new byte[BlockSize + text.Length];
            for (var kept = 0; ;)
            {
                var count = file.Read(buffer, kept, BlockSize);
                if (count == 0)
                {
                    return false;
                }
                var known = buffer.AsSpan(0, kept + count);
                if (known.IndexOf(text) >= 0)
                {
                    return true;
                }
                // The text may lie across two blocks.
                kept = Math.Min(text.Length - 1, known.Length);
                known[^kept..].CopyTo(buffer);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot read {path}: {Errno.Cause(e)}", e);
        }
    }
}
