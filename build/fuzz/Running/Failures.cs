using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Fuzz.Running;

/// <summary>The inputs that failed, one for each kind of failure, each with what happened and how to see it again.</summary>
internal sealed partial class Failures(string directory)
{
    /// <summary>What two failures of one cause have in common: where they were thrown, and how the message begins.</summary>
    internal static string KindOf(Exception e)
    {
        var frames = new StackTrace(e).GetFrames().Select(frame => frame.GetMethod()).Where(method => method?.DeclaringType != typeof(OracleException)).Take(3);
        return $"{e.GetType().Name} at {string.Join(" < ", frames.Select(method => $"{method?.DeclaringType?.Name}.{method?.Name}"))}: {Words().Match(e.Message).Value}";
    }

    /// <returns>Whether it is the first of its kind.</returns>
    internal bool Save(string target, byte[] input, string kind, string report)
    {
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, $"{target}-{Digest(Encoding.UTF8.GetBytes(kind))[..8]}");
        var said = $"{target}: {kind}\n\n{report}\n\nSee it again: build/fuzz.sh --input {Path.GetRelativePath(Environment.CurrentDirectory, file)} --target {target}\n";
        try
        {
            using var description = new FileStream(file + ".txt", FileMode.CreateNew);
            description.Write(Encoding.UTF8.GetBytes(said));
            File.WriteAllBytes(file, input);
            return true;
        }
        catch (IOException) when (File.Exists(file + ".txt"))
        {
            return false;
        }
    }

    /// <summary>The descriptions of all.</summary>
    internal IEnumerable<string> Descriptions =>
        Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.txt").Order(StringComparer.Ordinal).Select(File.ReadAllText) : [];

    /// <summary>The inputs of all.</summary>
    internal IEnumerable<byte[]> Inputs =>
        Directory.Exists(directory) ? Directory.EnumerateFiles(directory).Where(file => !file.EndsWith(".txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : [];

    internal static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    // Up to what differs from input to input.
    [GeneratedRegex("^[A-Za-z ,;-]{0,60}")]
    private static partial Regex Words();
}
