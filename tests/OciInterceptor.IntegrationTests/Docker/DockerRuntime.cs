using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>A daemon and one of its runtimes, or its default where no name is given.</summary>
internal sealed record DockerRuntime(DockerDaemon Daemon, string? Name)
{
    /// <summary>`docker run --rm` of a shell script, which must exit with the code.</summary>
    public CommandResult Run(int exitCode, string script, params string[] options) =>
        Daemon.Exited(exitCode, Command("run", ["--rm", .. options], "sh", "-c", script));

    /// <summary>`docker run --rm` of a shell script, not yet run.</summary>
    public Command Prepare(string script, params string[] options) => Command("run", ["--rm", .. options], "sh", "-c", script);

    /// <summary>`docker run --rm` of any command, which must exit with the code.</summary>
    public CommandResult RunCommand(int exitCode, string[] command, params string[] options) =>
        Daemon.Exited(exitCode, Command("run", ["--rm", .. options], command));

    /// <summary>`docker run --rm` of a container that the interceptor refuses.</summary>
    /// <returns>The interceptor's message, where Docker shows what a runtime writes into its log.</returns>
    public string Refused(params string[] options)
    {
        var said = ClientLog.Without(Run(125, "true", options).ErrorText);
        var before = Daemon.BeforeAMessage + "oci-interceptor: ";
        said.Should().Contain(before);
        return said[(said.IndexOf(before, StringComparison.Ordinal) + before.Length)..];
    }

    /// <summary>`docker run --detach` of a shell script.</summary>
    public Container Start(string script, params string[] options) =>
        new(Daemon, Daemon.Exited(0, Command("run", ["--detach", .. options], "sh", "-c", script)).OutputText.Trim());

    private Command Command(string verb, string[] options, params string[] command) =>
        Daemon.Command([verb, .. Name is null ? Array.Empty<string>() : ["--runtime", Name], .. options, BusyboxImage.Name, .. command]);
}
