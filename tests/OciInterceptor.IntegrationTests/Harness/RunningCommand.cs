using System.Diagnostics;
using System.Globalization;

namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>
/// A started command. Its output goes to files, not pipes: a container that outlives the command keeps
/// descriptors 1 and 2 open, and a reader of pipes would wait for it.
/// </summary>
internal sealed class RunningCommand : IDisposable
{
    private readonly Command _command;
    private readonly Process _process;
    private readonly string _directory = Directory.CreateTempSubdirectory("oi").FullName;
    private readonly string _output;
    private readonly string _error;

    public RunningCommand(Command command)
    {
        _command = command;
        _output = command.OutputFile ?? Path.Combine(_directory, "1");
        _error = command.ErrorFile ?? Path.Combine(_directory, "2");
        var launch = Path.Combine(_directory, "launch");
        File.WriteAllBytes(launch, command.LaunchFile(_output, _error));
        _process = Process.Start(new ProcessStartInfo(CCompiler.Compile("Harness/launch.c"), [launch]))!;
    }

    /// <summary>The process that is, or becomes, the program.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What was written so far.</summary>
    public string OutputText => File.Exists(_output) ? File.ReadAllText(_output) : "";
    public string ErrorText => File.Exists(_error) ? File.ReadAllText(_error) : "";

    public CommandResult Wait()
    {
        if (_process.WaitForExit(_command.Timeout))
            return new CommandResult(_command.ToString(), _process.ExitCode, Bytes(_output), Bytes(_error));
        Kill();
        throw new TimeoutException($"not finished after {_command.Timeout}: {_command}\nstdout: {OutputText}\nstderr: {ErrorText}");
    }

    /// <summary>Sends the process a signal, named as kill(1) takes it.</summary>
    public void Signal(string name) =>
        new Command("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name, Id.ToString(CultureInfo.InvariantCulture)).Run().Succeeded();

    /// <summary>Kills the process and its children.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static byte[] Bytes(string path) => File.Exists(path) ? File.ReadAllBytes(path) : [];
}
