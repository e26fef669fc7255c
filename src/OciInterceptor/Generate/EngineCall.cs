using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Generate;

/// <summary>
/// Calls this program as an engine would, so that the policy applies: with the flags and global options of oi-run,
/// the runtime's state in the container's own directory, and a verb.
/// </summary>
/// <param name="program">This program's file.</param>
/// <param name="name">The name it was called by, which may name a profile.</param>
/// <param name="before">The arguments before oi-run.</param>
/// <param name="place">The container's directories.</param>
internal sealed unsafe class EngineCall(string program, CString name, ImmutableArray<CString> before, RunDirectory place)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private string File => $"{place.Directory}/call";

    /// <summary>Records how to remove the container, in case it is left behind.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    internal void Note()
    {
        using var file = Descriptor.Open(CString.Of(File), Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW, Permissions.Private);
        foreach (var argument in before)
        {
            file.WriteAll([.. argument.Bytes, 0]);
        }
    }

    /// <summary>The call that <see cref="Note"/> recorded in a directory.</summary>
    internal static EngineCall Noted(string program, CString name, RunDirectory place)
    {
        var arguments = ImmutableArray.CreateBuilder<CString>();
        var call = new EngineCall(program, name, [], place);
        if (HostFiles.Exists(call.File))
        {
            using var file = Descriptor.Open(CString.Of(call.File), Libc.O_RDONLY | Libc.O_NOFOLLOW);
            var rest = (file.ReadToEnd(1 << 24) ?? []).AsSpan();
            for (var end = rest.IndexOf((byte)0); end >= 0; end = rest.IndexOf((byte)0))
            {
                arguments.Add(CString.Of(rest[..end]));
                rest = rest[(end + 1)..];
            }
        }
        return new EngineCall(program, name, arguments.DrainToImmutable(), place);
    }

    /// <returns>The container's exit code.</returns>
    /// <exception cref="IOException">This program could not be started once more.</exception>
    internal int Run() => ForegroundProgram.Run(program, Arguments("run", "--bundle", place.Bundle, place.Id), Environment());

    /// <summary>Removes the container if it still exists, which ends its processes.</summary>
    /// <exception cref="IOException">The runtime failed to remove it.</exception>
    internal void Delete()
    {
        if (HostFiles.Exists($"{place.State}/{place.Id}"))
        {
            var said = ChildProgram.Run(program, Arguments("delete", "--force", place.Id), _patience);
            if (said.ExitCode != 0)
            {
                throw new IOException(said.Complaint);
            }
        }
    }

    private byte** Arguments(params ReadOnlySpan<string> verb)
    {
        // Before the given ones: if an option is repeated, runtimes take the last.
        List<CString> all = [name, CString.Of("--root"), CString.Of(place.State), .. before];
        foreach (var argument in verb)
        {
            all.Add(CString.Of(argument));
        }
        return CStringArray.OfBytes(all);
    }

    // Only the configuration decides on the container's socket: with the variable set, runtimes would pass one in.
    private static byte** Environment()
    {
        List<CString> kept = [];
        for (var entry = ProcessStart.Envp; *entry is not null; entry++)
        {
            var variable = CString.At(*entry);
            if (!variable.Bytes.StartsWith("NOTIFY_SOCKET="u8))
            {
                kept.Add(variable);
            }
        }
        return CStringArray.OfBytes(kept);
    }
}
