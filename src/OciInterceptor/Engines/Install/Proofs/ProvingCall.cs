using System.Text;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Generate;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Proofs;

/// <summary>Calls what is registered as the engine will: the very path, its arguments, and the engine's PATH.</summary>
internal sealed class ProvingCall(Registration registration, IMachine machine, string? searchPath)
{
    /// <summary>The exit code of oi-explain when a rule denies the container.</summary>
    private const int Denied = 3;

    /// <summary>The first line that the runtime answers to --version.</summary>
    /// <exception cref="InterceptorException">The call fails.</exception>
    internal string Version()
    {
        var answer = Run("--version");
        if (answer.ExitCode != 0)
        {
            throw Failure("--version", answer);
        }
        return answer.Text.Split('\n')[0].Trim() is { Length: > 0 } version
            ? version
            : throw new InterceptorException($"{registration.Path} fails when called as the engine would call it: its runtime prints nothing for --version");
    }

    /// <summary>Has the policy judge a document that is made on the spot.</summary>
    /// <param name="scratch">A directory where no other user may write.</param>
    /// <returns>Why the policy refuses the document; null if it does not.</returns>
    /// <exception cref="InterceptorException">The call fails: the policy does not load, or a rule cannot be applied.</exception>
    internal string? Explain(string scratch)
    {
        // Named as a file that a kill may leave behind, which nothing reads.
        var file = TemporaryName.Beside($"{scratch}/document");
        try
        {
            FileState.Of(Encoding.UTF8.GetBytes(IndentedJson.Text(GeneratedBundle.Configuration(new ContainerSettings(), [], null)))).Put(file, Permissions.Private);
            try
            {
                var answer = Run("oi-explain", "--document", file);
                return answer.ExitCode switch
                {
                    0 => null,
                    Denied => answer.Complaint,
                    _ => throw Failure("oi-explain", answer),
                };
            }
            finally
            {
                Descriptor.TryUnlink(CString.Of(file));
            }
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot write {file}: {e.Message}", e);
        }
    }

    /// <summary>Makes sure that the rules have nothing left to change in the document that a container was started with.</summary>
    /// <exception cref="InterceptorException">They have: the container was started without them.</exception>
    internal void RequireApplied(string document, string containerId)
    {
        var answer = Run("oi-explain", "--document", document, "--id", containerId, "--output", "patch");
        if (answer.ExitCode != 0)
        {
            throw Failure("oi-explain of a container's configuration", answer);
        }
        if (answer.Line != "[]")
        {
            throw new InterceptorException($"{registration.Path} is registered, but a container was started without its rules, which would change {OneLine.Of(answer.Line)}");
        }
    }

    private ProgramOutput Run(params string[] arguments)
    {
        try
        {
            return machine.Run(registration.Path, [.. registration.Arguments, .. arguments], searchPath);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"{registration.Path} fails when called as the engine would call it: cannot run it with {arguments[0]}: {e.Message}", e);
        }
    }

    private InterceptorException Failure(string what, ProgramOutput answer) =>
        new($"{registration.Path} fails when called as the engine would call it: {what} exits with code {answer.ExitCode}{(answer.Complaint.Length > 0 ? $": {answer.Complaint}" : " and no error message")}");
}
