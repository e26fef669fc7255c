using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Proofs;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Docker;

/// <summary>The container that shows whether a runtime works, with a socket that answers as dockerd would, and a process as its shim.</summary>
public sealed class VerificationContainerTests : IDisposable
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly TemporaryDirectory _scratch = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly FakeMachine _machine = new() { OnRun = (_, _) => FakeMachine.Answer(0, "[]\n") };
    private readonly Dictionary<string, string> _refusals = [];
    private readonly List<string> _asked = [];
    private readonly Process _shim;
    private bool _isRunning = true;
    private string _exitCode = "0";
    private string _runtime = "oi";
    private int _signalsUntilTheEnd = 2;
    private int _looksAtTheRuntime;
    private string _settings = "";

    public VerificationContainerTests()
    {
        _scratch.File("config.json", "{}");
        Posix.MakeFifo(_scratch["fifo"]);
        File.CreateSymbolicLink(_scratch["wait"], "/bin/sh");
        _shim = Process.Start(new ProcessStartInfo(_scratch["wait"], ["-c", "read x < fifo", "shim", Id]) { WorkingDirectory = _scratch.Path })!;
        _listener.Bind(new UnixDomainSocketEndPoint(_scratch["socket"]));
        _listener.Listen();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public void Dispose()
    {
        _shim.Kill();
        _shim.WaitForExit();
        _shim.Dispose();
        _listener.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void It_is_made_run_looked_at_ended_and_removed()
    {
        Run();

        _asked.Where(line => !line.StartsWith("GET ", StringComparison.Ordinal)).Should().Equal(
            "POST /images/create", "POST /containers/create", "POST /containers/NAME/start", "POST /containers/NAME/kill", "POST /containers/NAME/kill",
            "DELETE /containers/NAME", "DELETE /images/NAME:1");
        _machine.Calls.Should().Equal($"PATH=/engine /opt/oi oi-explain --document /proc/{_shim.Id}/cwd/config.json --id {Id} --output patch");
        _settings.Should().Contain("\"Runtime\": \"oi\"").And.Contain("\"CapDrop\"").And.Contain("\"1:1\"");
    }

    /// <summary>dockerd's start is done before runc executes the program, and a signal then ends runc.</summary>
    [Fact]
    public void It_gets_no_signal_before_its_process_executes_the_program()
    {
        _looksAtTheRuntime = 4;

        Run();

        _asked.TakeWhile(line => line != "POST /containers/NAME/kill").Count(line => line == "GET /containers/NAME/json").Should().Be(5);
    }

    /// <summary>As in a virtual machine.</summary>
    [Fact]
    public void A_program_that_the_host_does_not_see_gets_its_signal_in_the_end()
    {
        _looksAtTheRuntime = int.MaxValue;

        Container(TimeSpan.Zero);

        _asked.Should().Contain("POST /containers/NAME/kill");
    }

    [Fact]
    public void Rules_that_were_not_applied_are_told_and_it_is_removed_all_the_same()
    {
        _machine.OnRun = (_, _) => FakeMachine.Answer(0, "[{\"op\":\"add\"}]\n");

        Refused().Should().Be("a container with the runtime oi does not run: /opt/oi is registered, but a container was started without its rules, which would change [{\"op\":\"add\"}] (--no-verify installs without running one)");
        _asked.Should().EndWith(["DELETE /containers/NAME", "DELETE /images/NAME:1"]);
    }

    [Fact]
    public void A_call_that_fails_is_told()
    {
        _machine.OnRun = (_, _) => FakeMachine.Answer(1, "", "no policy\n");

        Refused().Should().Contain("/opt/oi fails when called as the engine would call it: oi-explain of a container's configuration exits with code 1: no policy ");
    }

    [Theory]
    [InlineData("POST /images/create", "dockerd refuses POST /images/create: no space")]
    [InlineData("POST /containers/create", "dockerd refuses POST /containers/create: no space")]
    [InlineData("POST /containers/NAME/start", "dockerd refuses POST /containers/NAME/start: no space")]
    public void What_dockerd_refuses_is_told_and_removed(string what, string message)
    {
        _refusals[what] = "500 {\"message\":\"no space\"}";

        Refused().Should().Be($"a container with the runtime oi does not run: {message} (--no-verify installs without running one)");
        _asked.Should().EndWith(["DELETE /containers/NAME", "DELETE /images/NAME:1"]);
        _machine.Calls.Should().BeEmpty();
    }

    [Fact]
    public void An_answer_without_a_message_has_its_status()
    {
        _refusals["POST /images/create"] = "503 busy";

        Refused().Should().Contain("dockerd refuses POST /images/create: status 503 ");
    }

    [Fact]
    public void A_rule_that_denies_it_has_seen_it()
    {
        _refusals["POST /containers/NAME/start"] = "400 {\"message\":\"denied by the rule \\\"x\\\" (deny, p.json)\"}";

        Run();

        _asked.Should().EndWith(["POST /containers/NAME/start", "DELETE /containers/NAME", "DELETE /images/NAME:1"]);
    }

    [Fact]
    public void Another_runtime_or_exit_code_is_told()
    {
        _exitCode = "139";
        Refused().Should().Contain(" does not run: it exits with code 139 (");

        _isRunning = true;
        _runtime = "runc";
        Refused().Should().Contain(" does not run: dockerd gave it another runtime (");
    }

    [Fact]
    public void Without_its_shim_its_configuration_cannot_be_examined()
    {
        File.Delete(_scratch["config.json"]);

        Refused().Should().Contain($"the shim of the container {Id} is not among the processes, so its configuration cannot be examined");
    }

    [Fact]
    public void The_shim_of_a_container_has_just_its_ID_among_its_arguments()
    {
        ShimBundle.Of(Id).Should().Be($"/proc/{_shim.Id}/cwd");

        foreach (var other in (string[])[Id[..^1], Id[1..], Id + "0"])
        {
            FluentActions.Invoking(() => ShimBundle.Of(other)).Should().Throw<InterceptorException>().WithMessage($"the shim of the container {other} is not among the processes*");
        }
    }

    /// <summary>What was there before is nobody's to remove.</summary>
    [Fact]
    public void What_cannot_be_removed_is_told_with_the_first_failure()
    {
        _exitCode = "1";
        _refusals["DELETE /containers/NAME"] = "409 {\"message\":\"busy\"}";

        Refused().Should().Match("a container with the runtime oi does not run: it exits with code 1 (*); and oci-interceptor-verify-* could not be removed: dockerd refuses DELETE /containers/NAME: busy");
    }

    [Fact]
    public void What_has_gone_need_not_be_removed()
    {
        _refusals["DELETE /containers/NAME"] = "404 {}";
        _refusals["DELETE /images/NAME:1"] = "404 {}";

        Run();
    }

    private void Run() => Container(TimeLimit.OfAProgram);

    private void Container(TimeSpan patience) => new VerificationContainer(new DockerApi(_scratch["socket"]), "oi") { StartPatience = patience }.Run(new ProvingCall(new Registration("/opt/oi", [], []), _machine, "/engine"));

    private string Refused() => Named(FluentActions.Invoking(Run).Should().Throw<InterceptorException>().Which.Message);

    private static string Named(string text) => System.Text.RegularExpressions.Regex.Replace(text, "(?<=/)oci-interceptor-verify-[0-9a-f]{16}", "NAME");

    private void Serve()
    {
        try
        {
            while (true)
            {
                using var connection = _listener.Accept();
                var bytes = new byte[8192];
                var request = Encoding.ASCII.GetString(bytes, 0, connection.Receive(bytes));
                var what = Named(request.Split(" HTTP")[0].Split('?')[0]);
                _asked.Add(what);
                connection.Send(Encoding.ASCII.GetBytes("HTTP/1.0 " + Answer(what, request).Replace(" {", " OK\r\n\r\n{", StringComparison.Ordinal).Replace("503 busy", "503 Busy\r\n\r\nbusy", StringComparison.Ordinal)));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private string Answer(string what, string request)
    {
        if (_refusals.TryGetValue(what, out var refusal))
        {
            return refusal;
        }
        switch (what)
        {
            case "POST /containers/create":
                _settings = request;
                return "201 {}";
            case "POST /containers/NAME/kill":
                _isRunning = --_signalsUntilTheEnd > 0;
                return "204 {}";
            case "GET /containers/NAME/json":
                var pid = _looksAtTheRuntime-- > 0 ? Environment.ProcessId : _shim.Id;
                return $"200 {{\"Id\":\"{Id}\",\"State\":{{\"Pid\":{pid},\"Running\":{(_isRunning ? "true" : "false")},\"ExitCode\":{_exitCode}}},\"HostConfig\":{{\"Runtime\":\"{_runtime}\"}}}}";
            default:
                return "200 {}";
        }
    }
}
