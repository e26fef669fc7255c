using System.Globalization;
using System.Text;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Evidence;
using OciInterceptor.Messages;
using OciInterceptor.Policy.Kept;

namespace OciInterceptor.Commands.Apply;

/// <summary>What is in force and what is kept, for people.</summary>
internal sealed class KeptText(CommandContext context, KeptPolicies kept)
{
    /// <exception cref="InterceptorException">What is kept cannot be read.</exception>
    internal string All()
    {
        var text = new StringBuilder(InForce());
        var back = new WayBack(context, kept).Find(null);
        foreach (var (target, known) in kept.All.GroupBy(old => old.Target))
        {
            var present = target.Look();
            text.Append('\n').Append(target.Path).Append('\n');
            Line(text, "in place", present.Content is null ? null : File.GetLastWriteTimeUtc(target.Path), present.Fault is { } fault ? OneLine.Of(fault) : Digest(present.Content));
            foreach (var old in known)
            {
                var note = old == back ? "  oi-apply --rollback brings it back" : present.Holds(old) ? "  in place" : "";
                Line(text, string.Create(CultureInfo.InvariantCulture, $"kept {old.Number}"), old.Time, Content(old), note);
            }
        }
        return text.ToString();
    }

    /// <summary>A time as files of it are listed.</summary>
    internal static string Of(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string InForce()
    {
        try
        {
            var policy = context.LoadPolicy();
            return policy.Files.IsEmpty ? "No policy file is in force.\n" : string.Create(CultureInfo.InvariantCulture,
                $"In force: {string.Join(", ", policy.Files.Select(file => file.Path))}: rules: {policy.Rules.Length}, digest {PolicyDigest.Of(policy)}\n");
        }
        catch (InterceptorException e)
        {
            return $"The policy in force cannot be loaded, and every container is refused: {OneLine.Of(e.Message)}\n";
        }
    }

    private static string Digest(byte[]? content) => content is null ? "no file" : $"sha256:{Sha256.Hex(content)}";

    // One that cannot be brought back does not hide the others.
    private static string Content(KeptPolicy old)
    {
        try
        {
            return Digest(old.Read());
        }
        catch (InterceptorException e)
        {
            return OneLine.Of(e.Message);
        }
    }

    private static void Line(StringBuilder text, string word, DateTime? time, string content, string note = "") =>
        text.Append("  ").Append(word.PadRight(10)).Append((time is { } known ? Of(known) : "").PadRight(22)).Append(content).Append(note).Append('\n');
}
