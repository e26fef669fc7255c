using System.Text;
using OciInterceptor.Engines.Changes;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Linux;

namespace OciInterceptor.Engines.Containerd;

/// <summary>containerd, asked how it reads a configuration. It neither starts nor needs a running one.</summary>
/// <param name="path">The program.</param>
internal sealed class ContainerdProgram(string path)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>What it makes of a file; of none, what it has by itself.</summary>
    /// <exception cref="InterceptorException">It does not take the file.</exception>
    internal ContainerdDump Dump(string? file)
    {
        string[] arguments = file is null ? ["config", "default"] : ["--config", file, "config", "dump"];
        try
        {
            var dump = ChildProgram.Run(path, arguments, _patience);
            return dump.ExitCode == 0
                ? new ContainerdDump(TomlReader.Read(TomlReader.Decode(dump.Bytes, "containerd config dump"), "containerd config dump"))
                : throw new InterceptorException($"containerd does not take {file ?? "its own default"}: {dump.Complaint}");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot ask {path} about {file ?? "its default"}: {e.Message}", e);
        }
    }

    /// <summary>What it would make of a file with another content, where the file is: imports may be relative to it.</summary>
    /// <inheritdoc cref="Dump(string?)"/>
    internal ContainerdDump Dump(string file, string content) => With($"{file}.oi-check-{Libc.getpid()}", content, Dump);

    /// <summary>What it would make of a file that imported one with the content as well.</summary>
    /// <inheritdoc cref="Dump(string?)"/>
    internal ContainerdDump DumpImporting(string file, string content, string scratch) =>
        With($"{scratch}/check-import.toml", content, import =>
            With($"{scratch}/check.toml", $"version = 3\nimports = [{TomlText.String(file)}, {TomlText.String(import)}]\n", Dump));

    private static ContainerdDump With(string copy, string content, Func<string, ContainerdDump> look)
    {
        try
        {
            FileState.Of(Encoding.UTF8.GetBytes(content)).Put(copy, 0x180); // octal 0600: it may hold secrets
            try
            {
                return look(copy);
            }
            finally
            {
                Descriptor.TryUnlink(CString.Of(copy));
            }
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot write {copy}: {e.Message}", e);
        }
    }
}
