using System.Text;
using OciInterceptor.Engines.Running;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Inspection;

/// <summary>Reads the files of a process in /proc, and notes those that may not be read.</summary>
internal sealed class ProcessFiles(IMachine machine, string directory, List<InterceptorException> faults)
{
    private readonly TransientFiles _files = new(machine, faults);

    /// <summary>A file's text; null if it is missing or may not be read.</summary>
    internal string? Text(string name) => _files.Text($"{directory}/{name}");

    /// <summary>The same for a file that a kernel without a security module does not answer for.</summary>
    internal string? OptionalText(string name)
    {
        try
        {
            return machine.Read($"{directory}/{name}") is { } content ? Encoding.UTF8.GetString(content) : null;
        }
        catch (InterceptorException)
        {
            return null;
        }
    }

    /// <summary>Lines "NAME:value" by their names.</summary>
    internal Dictionary<string, string> Fields(string name)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (Text(name) ?? "").Split('\n'))
        {
            var end = line.IndexOf(':', StringComparison.Ordinal);
            if (end > 0)
            {
                fields[line[..end]] = line[(end + 1)..].Trim();
            }
        }
        return fields;
    }
}
