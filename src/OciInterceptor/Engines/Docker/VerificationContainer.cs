using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using OciInterceptor.Engines.Install.Proofs;
using OciInterceptor.Json;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Docker;

/// <summary>
/// A container that shows whether a runtime works in a running dockerd: of an image of one program, made for it, and removed
/// with it. It asks for nothing: no privileges, no network, nothing to write.
/// </summary>
/// <param name="api">The daemon's API.</param>
/// <param name="runtime">The name of the runtime.</param>
internal sealed class VerificationContainer(DockerApi api, string runtime)
{
    private const string Json = "application/json";
    private const string Program = "wait";
    private const string Denied = "denied by the rule \"";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    private readonly string _name = TemporaryName.Beside("oci-interceptor-verify").Replace(".oi-", "-", StringComparison.Ordinal);

    /// <summary>How long its process is waited for until it executes the program. In a virtual machine no process of the host ever does.</summary>
    internal TimeSpan StartPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Runs it, and looks at what its runtime was given.</summary>
    /// <exception cref="InterceptorException">It does not run, or not by the rules.</exception>
    internal void Run(ProvingCall call)
    {
        InterceptorException? failure = null;
        try
        {
            _ = api.Post($"/images/create?fromSrc=-&repo={_name}&tag=1", "application/x-tar", TarArchive.Of(Program, WaitingProgram.Of(RuntimeInformation.ProcessArchitecture)));
            _ = api.Post($"/containers/create?name={_name}", Json, Encoding.UTF8.GetBytes(IndentedJson.Text(Settings)));
            if (IsStarted())
            {
                Look(call);
            }
        }
        catch (InterceptorException e)
        {
            failure = new InterceptorException($"a container with the runtime {runtime} does not run: {e.Message} (--no-verify installs without running one)", e);
            throw failure;
        }
        finally
        {
            Remove(failure);
        }
    }

    private JsonObject Settings => JsonBuilder.Object(
        ("Image", JsonScalar.Of($"{_name}:1")),
        ("Cmd", JsonBuilder.Texts(["/" + Program])),
        ("User", JsonScalar.Of("1:1")),
        ("HostConfig", JsonBuilder.Object(
            ("Runtime", JsonScalar.Of(runtime)),
            ("NetworkMode", JsonScalar.Of("none")),
            ("ReadonlyRootfs", JsonScalar.True),
            ("CapDrop", JsonBuilder.Texts(["ALL"])),
            ("SecurityOpt", JsonBuilder.Texts(["no-new-privileges"])),
            ("LogConfig", JsonBuilder.Object(("Type", JsonScalar.Of("none")))))));

    // A rule that denies the container has seen it, which is what there was to show.
    private bool IsStarted()
    {
        try
        {
            _ = api.Post($"/containers/{_name}/start", Json, []);
            return true;
        }
        catch (InterceptorException e) when (e.Message.Contains(Denied, StringComparison.Ordinal))
        {
            return false;
        }
    }

    private void Look(ProvingCall call)
    {
        var state = State();
        var id = Text(state, "Id"u8);
        if (!DockerApi.HasRuntime(state.Field("HostConfig"u8), runtime))
        {
            throw new InterceptorException("dockerd gave it another runtime");
        }
        call.RequireApplied(ShimBundle.Of(id) + "/config.json", id);
        var end = End();
        if (end != "0")
        {
            throw new InterceptorException($"it exits with code {end}");
        }
    }

    // dockerd has started a container before its process executes the program: until then a signal ends the runtime, which
    // fails by it. One that the program has not blocked yet is dropped, so it is sent until the program has ended.
    private string End()
    {
        var isExecuting = false;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < _patience; Thread.Sleep(_pause))
        {
            var state = State().Field("State"u8) as JsonObject;
            if (state?.Field("Running"u8)?.Kind == JsonKind.False)
            {
                return Text(state, "ExitCode"u8);
            }
            isExecuting = isExecuting || IsExecuting(state) || watch.Elapsed >= StartPatience;
            if (!isExecuting)
            {
                continue;
            }
            try
            {
                _ = api.Post($"/containers/{_name}/kill?signal=TERM", Json, []);
            }
            catch (InterceptorException) when (State().Field("State"u8) is JsonObject { } ended && ended.Field("Running"u8)?.Kind == JsonKind.False)
            {
                // It ended between the look and the signal.
            }
        }
        throw new InterceptorException($"it does not end within {_patience.TotalSeconds} s");
    }

    // The kernel names a process after the file that it executes (proc_pid_comm(5)).
    private static bool IsExecuting(JsonObject? state)
    {
        try
        {
            return state is not null && File.ReadAllText($"/proc/{Text(state, "Pid"u8)}/comm").TrimEnd() == Program;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, which the next look tells.
            return false;
        }
    }

    private JsonObject State() => api.Container(_name) ?? throw new InterceptorException("it has gone");

    private static string Text(JsonObject value, ReadOnlySpan<byte> name) => (value.Field(name) as JsonScalar)?.AsText() ?? "";

    // The first failure is the one that is reported.
    private void Remove(InterceptorException? failure)
    {
        try
        {
            api.Delete($"/containers/{_name}?force=1&v=1");
            api.Delete($"/images/{_name}:1?force=1");
        }
        catch (InterceptorException e) when (failure is not null)
        {
            throw new InterceptorException($"{failure.Message}; and {_name} could not be removed: {e.Message}", e);
        }
    }
}
