using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Docker;

/// <summary>Lets dockerd check a daemon.json with --validate (since release 23).</summary>
internal static class ConfigurationCheck
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <remarks>No other user may write <paramref name="scratch"/>.</remarks>
    /// <exception cref="InterceptorException">dockerd would not start with the file.</exception>
    internal static void Require(FileState content, string program, string scratch)
    {
        // Named unlike a record, so that one left behind by a kill is not mistaken for one.
        var file = $"{scratch}/daemon.json.check";
        try
        {
            if (!Run(program, ["--help"]).Text.Contains("--validate", StringComparison.Ordinal))
            {
                return;
            }
            content.Put(file, Permissions.Private); // it may hold secrets
            try
            {
                var answer = Run(program, ["--validate", "--config-file", file]);
                if (answer.ExitCode != 0)
                {
                    throw new InterceptorException($"dockerd would not start with the change: {answer.Complaint}");
                }
            }
            finally
            {
                Descriptor.TryUnlink(CString.Of(file));
            }
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot check the change with {program}: {e.Message}", e);
        }
    }

    private static ProgramOutput Run(string program, IReadOnlyList<string> arguments) => ChildProgram.Run(program, arguments, _patience);
}
