using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>The interceptor and a wrapper of somebody else's, one the runtime of the other, in both orders in real Docker.</summary>
public sealed class WrapperOrderTests : IDisposable
{
    /// <summary>Docker calls the interceptor, that becomes the wrapper, and that becomes runc.</summary>
    private const string Ahead = "ahead";

    /// <summary>Docker calls the wrapper, that becomes the interceptor, and that becomes runc.</summary>
    private const string Behind = "behind";

    /// <summary>The control: the wrapper without the interceptor.</summary>
    private const string Alone = "alone";

    private const string Asks = GpuRuntime.Variable + "=0";

    private const string Look = "cat /usr/lib/libgpu.so; head -c 0 /dev/gpu0 && echo device; echo $GPU_DRIVER $OURS; touch /etc/hosts 2>&1 | grep -o Read-only; true";

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly GpuRuntime _wrapper;
    private readonly DockerDaemon _daemon;

    public WrapperOrderTests()
    {
        try
        {
            _etc = new PolicyDirectory(_scratch);
            _wrapper = new GpuRuntime(_scratch);
            var runtimes = new RegisteredRuntimes(_scratch);
            runtimes.Add(Ahead, PublishedBinary.Path, "--oi-runtime-path", _wrapper.Path);
            runtimes.Add(Behind, _wrapper.Path);
            runtimes.Add(Alone, _wrapper.Path);
            _daemon = new DockerDaemon(_scratch.MakeDirectory("docker"), runtimes, BusyboxImage.Make(_scratch), mounts: _etc.Mounts);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            _daemon?.Dispose();
        }
        finally
        {
            _scratch.Dispose();
        }
    }

    [Theory]
    [InlineData(Ahead)]
    [InlineData(Behind)]
    public void Both_do_their_work_whichever_comes_first(string order)
    {
        _etc.Is("""{ "rules": [{ "type": "readonly-networking-mounts" }, { "type": "env", "force": { "OURS": "ours" } }] }""");

        By(order).Run(0, Look, "--env", Asks).OutputText.Should().Be("the library\ndevice\nloaded ours\nRead-only\n");
        File.ReadAllText(_wrapper.HookTrace).Should().Be("configure\n");
        By(order).Run(0, "echo $GPU_DRIVER $OURS").OutputText.Should().Be("ours\n", "nothing asks the wrapper for anything");

        using var container = By(order).Start(Container.Wait, "--env", Asks).Says("ready");
        // The variables of an exec are Docker's own, and a wrapper leaves it alone; rules do not.
        container.Exec(0, Look).OutputText.Should().Be("the library\ndevice\nours\nRead-only\n");
        container.Docker("stop", "--time", "0");
        container.Inspect("{{.State.Status}}").Should().Be("exited");
    }

    [Fact]
    public void The_wrapper_alone_does_its_work_where_it_is_asked()
    {
        By(Alone).Run(0, Look, "--env", Asks).OutputText.Should().Be("the library\ndevice\nloaded\n");
        By(Alone).Run(0, Look).OutputText.Should().Be("\n");
    }

    [Theory]
    [InlineData(Ahead, "the library\ndevice\nloaded unseen\n")]
    [InlineData(Behind, "loaded seen\n")]
    public void Rules_see_what_the_wrapper_adds_only_behind_it(string order, string expected)
    {
        _etc.Is("""
            {
              "rules": [
                { "type": "env", "force": { "OURS": "unseen" } },
                { "type": "env", "when": { "mountDestination": ["/usr/lib/libgpu.so"] }, "force": { "OURS": "seen" } },
                { "type": "mounts", "remove": ["/usr/lib/libgpu.so"] },
                { "type": "devices", "remove": ["/dev/gpu*"] }
              ]
            }
            """);

        By(order).Run(0, Look, "--env", Asks).OutputText.Should().Be(expected);
    }

    [Fact]
    public void A_hook_of_the_wrapper_is_checked_only_behind_it()
    {
        new Command("chmod", "o+w", _wrapper.Hook).Run().Succeeded();
        _etc.Is($$"""{ "rules": [{ "type": "hooks", "verifyAll": true, "trustedDirectories": ["{{_scratch.Path}}", "/usr/sbin", "/usr/bin"] }] }""");

        By(Behind).Refused("--env", Asks).Should().Contain($"the createRuntime hook {_wrapper.Hook} is refused: ").And.Contain("it is writable by group or others");
        By(Ahead).Run(0, "echo $GPU_DRIVER", "--env", Asks).OutputText.Should().Be("loaded\n");
    }

    [Theory]
    [InlineData(Ahead, "the library\ndevice\nloaded\n", "\n")]
    [InlineData(Behind, "\n", "the library\ndevice\nloaded\n")]
    public void The_variable_that_asks_the_wrapper_is_the_rules_only_ahead_of_it(string order, string set, string removed)
    {
        _etc.Is($$"""{ "rules": [{ "type": "env", "force": { "{{GpuRuntime.Variable}}": "all" } }] }""");
        By(order).Run(0, Look).OutputText.Should().Be(set);

        _etc.Is($$"""{ "rules": [{ "type": "env", "remove": ["{{GpuRuntime.Variable}}"] }] }""");
        By(order).Run(0, Look, "--env", Asks).OutputText.Should().Be(removed);
    }

    /// <summary>The list of its runtimes cannot hold arguments.</summary>
    [Fact]
    public void The_wrapper_becomes_a_profile_by_the_name_of_a_link()
    {
        _etc.Write("profiles/gpu.json", """{ "rules": [{ "type": "env", "force": { "OURS": "by-profile" } }] }""");
        var link = Path.Combine(_scratch.MakeDirectory("links"), "oci-interceptor-gpu");
        File.CreateSymbolicLink(link, PublishedBinary.Path);
        var runtime = By(Behind);
        _wrapper.Becomes("oi-no-such-runtime", link);

        runtime.Run(0, "echo $GPU_DRIVER $OURS", "--env", Asks).OutputText.Should().Be("loaded by-profile\n");
    }

    /// <summary>As Guardian and BuildKit start containers, and as people do by hand.</summary>
    [Theory]
    [InlineData(Ahead)]
    [InlineData(Behind)]
    public void Of_a_run_the_wrapper_edits_nothing_and_the_rules_hold(string order)
    {
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", "echo $GPU_DRIVER $OURS"], spec => spec["process"]!["env"]!.AsArray().Add(Asks));
        _etc.Is("""{ "rules": [{ "type": "env", "force": { "OURS": "ours" } }] }""");
        _ = By(order);
        string[] line = order == Ahead ? [PublishedBinary.Path, "--oi-runtime-path", _wrapper.Path] : [_wrapper.Path];

        _etc.SeenBy(new Command(line[0], [.. line[1..], "--root", _scratch["root"], "run", "--bundle", bundle.Path, "oi" + Path.GetRandomFileName()[..8]]))
            .Run().Succeeded().OutputText.Should().Be("ours\n");
    }

    [Fact]
    public void Installed_with_the_wrapper_as_its_runtime_containers_have_both()
    {
        var links = _scratch.MakeDirectory("links");
        Own("--oi-env", "OURS=ours", "--oi-runtime-path", _wrapper.Path, "oi-install", "docker", "--name", "both", "--link-dir", links, "--reload");
        new FileInfo(_etc["profiles/both.runtime"]).LinkTarget.Should().Be(_wrapper.Path);
        _wrapper.Becomes("docker-runc", "runc");
        new DockerRuntime(_daemon, "both").Run(0, "echo $GPU_DRIVER $OURS", "--env", Asks).OutputText.Should().Be("loaded ours\n");
        Own("oi-uninstall", "docker", "--name", "both", "--reload");

        void Own(params string[] arguments) =>
            _daemon.Beside(PublishedBinary.Call([.. arguments, "--config", _daemon.ConfigurationFile])).Run().Succeeded();
    }

    /// <summary>The runtime of that order, with the wrapper configured for it.</summary>
    private DockerRuntime By(string order)
    {
        if (order == Behind)
            _wrapper.Becomes(PublishedBinary.Path);
        else
            _wrapper.Becomes("docker-runc", "runc");
        return new DockerRuntime(_daemon, order);
    }
}
