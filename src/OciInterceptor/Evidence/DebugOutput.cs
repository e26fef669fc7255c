using System.Runtime.InteropServices;
using OciInterceptor.Bundle;
using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Flags;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;

namespace OciInterceptor.Evidence;

/// <summary>Snapshots of the documents and the log of calls. Best effort: a failed write is logged and stops nothing.</summary>
internal sealed class DebugOutput
{
    internal const string DefaultDirectory = "/var/log/oci-interceptor";

    private const string CallLog = "runtime_calls.txt";

    // Users of the Rust tool look for this name.
    private const string CallLogAlias = "runtime_calls.log";

    private readonly DebugDirectory _directory;
    private readonly RuntimeCall _call;
    private readonly Log _log;
    private string _name = "";

    private DebugOutput(RuntimeCall call, PolicySettings settings, Log log)
    {
        _directory = new DebugDirectory(settings.DebugOutputDirectory ?? DefaultDirectory);
        _call = call;
        _log = log;
    }

    /// <summary>Null if no debug output was asked for.</summary>
    internal static DebugOutput? For(RuntimeCall call, PolicySettings settings, Log log) =>
        settings.WriteDebugOutput == true ? new DebugOutput(call, settings, log) : null;

    /// <summary>Writes the document as it was read, and as the rules see it: its tokens without the white space.</summary>
    internal void WriteOriginal(Document document)
    {
        _name = Name(document);
        WriteSnapshot("original", () => document.Pieces);
        WriteSnapshot("parsed", () => [CompactJson.Of(document.Root)]);
    }

    /// <summary>Removes the snapshot of an earlier call of this name, which would mislead when the rules changed nothing.</summary>
    internal void RemoveModified()
    {
        var file = $"{_name}_modified.json";
        Try(file, () => _directory.Remove(file));
    }

    /// <summary>Writes the document as the runtime gets it, after a change.</summary>
    internal void WriteModified(Document document) => WriteSnapshot("modified", () => document.Pieces);

    /// <summary>Notes one forwarded call: the runtime's path and arguments, as a shell would need them.</summary>
    internal void WriteCall(RuntimeCommand runtime) => Try(CallLog, () =>
    {
        var line = new List<byte>();
        ShellQuoting.Append(line, runtime.Path.Bytes);
        foreach (var argument in runtime.Arguments)
        {
            line.Add((byte)' ');
            ShellQuoting.Append(line, argument.Bytes);
        }
        line.Add((byte)'\n');
        _directory.Append(CallLog, CollectionsMarshal.AsSpan(line));
        _directory.Link(CallLogAlias, CallLog);
    });

    private void WriteSnapshot(string stage, Func<IEnumerable<ReadOnlyMemory<byte>>> content)
    {
        var file = $"{_name}_{stage}.json";
        Try(file, () => _directory.Write(file, content()));
    }

    // An exec's document has no host name, and must not overwrite its container's snapshots.
    private string Name(Document document)
    {
        if (_call.Document == DocumentKind.Process)
        {
            return (SnapshotName.From(_call.ContainerId) ?? "unknown_id") + "-exec";
        }
        return _call.Options.DebugName == DebugName.Id
            ? SnapshotName.From(_call.ContainerId) ?? "unknown_id"
            : SnapshotName.From(Hostname(document)) ?? "unknown_hostname";
    }

    // The rules report a host name that is not a string; the snapshot's name ignores it.
    private static string? Hostname(Document document)
    {
        try
        {
            return new RuntimeSpec(document.Root).Hostname;
        }
        catch (InterceptorException)
        {
            return null;
        }
    }

    private void Try(string name, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or OutOfMemoryException)
        {
            _log.EvidenceLost(name, e);
        }
    }
}
