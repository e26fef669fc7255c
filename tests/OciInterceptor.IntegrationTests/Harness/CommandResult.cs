using System.Text;

namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>What a command left behind; the texts are its bytes read as UTF-8.</summary>
internal sealed record CommandResult(string CommandLine, int ExitCode, byte[] Output, byte[] Error)
{
    public string OutputText => Encoding.UTF8.GetString(Output);

    public string ErrorText => Encoding.UTF8.GetString(Error);

    /// <summary>Fails with everything the command said unless it exited with the code.</summary>
    public CommandResult Exited(int code) =>
        ExitCode == code ? this : throw new InvalidOperationException($"expected exit code {code}, got {this}");

    public CommandResult Succeeded() => Exited(0);

    public override string ToString() => $"{ExitCode} from: {CommandLine}\nstdout: {OutputText}\nstderr: {ErrorText}";
}
