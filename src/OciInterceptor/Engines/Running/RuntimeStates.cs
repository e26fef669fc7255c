using System.Globalization;
using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Running;

/// <summary>The state that runc and crun keep of each container at their default roots, which is where they are called by hand.</summary>
internal sealed class RuntimeStates(IMachine machine, List<InterceptorException> faults)
{
    /// <summary>The containers whose process is there: a runtime that is killed leaves its state.</summary>
    internal IEnumerable<RunningContainer> Find() =>
        [.. Of("/run/runc/*/state.json", "init_process_pid"u8.ToArray()), .. Of("/run/crun/*/status", "pid"u8.ToArray())];

    private IEnumerable<RunningContainer> Of(string pattern, byte[] member) =>
        machine.Glob(pattern).Where(file => IsRunning(file, member)).Select(file => new RunningContainer("", Path.GetFileName(Path.GetDirectoryName(file)!), null, null));

    private bool IsRunning(string file, byte[] member)
    {
        try
        {
            return machine.Read(file) is { } content && JsonText.Parse(content, file) is JsonObject state
                && state.Field(member) is JsonScalar { Kind: JsonKind.Number } number
                && int.TryParse(number.AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && machine.Status($"/proc/{process}") is not null;
        }
        catch (InterceptorException e)
        {
            faults.Add(e);
            return false;
        }
    }
}
