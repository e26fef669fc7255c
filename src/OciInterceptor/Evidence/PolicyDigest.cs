using System.Buffers;
using System.Text;
using OciInterceptor.Policy;

namespace OciInterceptor.Evidence;

/// <summary>Identifies a policy: two calls with the same digest were judged by the same rules.</summary>
internal static class PolicyDigest
{
    /// <summary>The SHA-256, in hexadecimal, of each file's name and content in order, and of the flags that define rules.</summary>
    internal static string Of(EffectivePolicy policy)
    {
        var content = new ArrayBufferWriter<byte>();
        foreach (var file in policy.Files)
        {
            content.Write(Encoding.UTF8.GetBytes($"{file.Path}\0{file.Content.Length}\0"));
            content.Write(file.Content.Span);
        }
        content.Write(policy.Flags is null ? [] : Encoding.UTF8.GetBytes(FlagPolicy.Text(policy.Flags)));
        return Sha256.Hex(content.WrittenSpan);
    }
}
