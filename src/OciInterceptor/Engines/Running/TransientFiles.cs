using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Running;

/// <summary>Reads files of processes and of containers, both of which end at any time. What is there and cannot be read is added to the faults.</summary>
internal sealed class TransientFiles(IMachine machine, List<InterceptorException> faults)
{
    /// <summary>A file's text; null if it is gone, or cannot be read.</summary>
    internal string? Text(string path)
    {
        try
        {
            return machine.Read(path) is { } content ? Encoding.UTF8.GetString(content) : null;
        }
        catch (InterceptorException e)
        {
            if (machine.Status(path) is not null)
            {
                faults.Add(e);
            }
            return null;
        }
    }
}
