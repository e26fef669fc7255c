using System.Text;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Containerd;

/// <summary>containerd, asked how it reads a configuration. It neither starts nor needs a running one.</summary>
internal sealed class ContainerdProgram(string path)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>How it reads a file; without one, its default configuration.</summary>
    /// <exception cref="InterceptorException">It rejects the file.</exception>
    internal ContainerdDump Dump(string? file)
    {
        string[] arguments = file is null ? ["config", "default"] : ["--config", file, "config", "dump"];
        try
        {
            var dump = ChildProgram.Run(path, arguments, _patience);
            return dump.ExitCode == 0
                ? new ContainerdDump(TomlReader.Read(TomlReader.Decode(dump.Bytes, "containerd config dump"), "containerd config dump"))
                : throw new InterceptorException($"containerd rejects {file ?? "its own default"}: {dump.Complaint}");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot run {path} to read {file ?? "its default configuration"}: {e.Message}", e);
        }
    }

    /// <summary>How it would read a file with another content, in the file's directory: imports may be relative to it.</summary>
    /// <inheritdoc cref="Dump(string?)"/>
    internal ContainerdDump Dump(string file, string content) => With(TemporaryName.Beside($"{file}.check"), content, Dump);

    /// <summary>How it would read a file with a drop-in of another content, among all the others that the file imports.</summary>
    /// <remarks>The drop-in need not exist, but its directory is imported; a directory is made in <paramref name="scratch"/>.</remarks>
    /// <inheritdoc cref="Dump(string?)"/>
    internal ContainerdDump Dump(string file, string content, string dropIn, string dropInContent, string scratch)
    {
        var directory = Path.GetDirectoryName(dropIn)!;
        var copy = TemporaryName.Beside($"{scratch}/check-imports");
        try
        {
            Directories.Make(copy, Permissions.PrivateDirectory);
            try
            {
                foreach (var other in Directory.Exists(directory) ? Directory.GetFiles(directory, "*.toml").Where(path => path != dropIn) : [])
                {
                    File.CreateSymbolicLink($"{copy}/{Path.GetFileName(other)}", other);
                }
                FileState.Of(Encoding.UTF8.GetBytes(dropInContent)).Put($"{copy}/{Path.GetFileName(dropIn)}", Permissions.Private);
                return Dump(file, content.Replace($"{directory}/*.toml", $"{copy}/*.toml", StringComparison.Ordinal));
            }
            finally
            {
                Directory.Delete(copy, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot write {copy}: {Errno.Cause(e)}", e);
        }
    }

    private static ContainerdDump With(string copy, string content, Func<string, ContainerdDump> look)
    {
        try
        {
            FileState.Of(Encoding.UTF8.GetBytes(content)).Put(copy, Permissions.Private); // it may hold secrets
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
