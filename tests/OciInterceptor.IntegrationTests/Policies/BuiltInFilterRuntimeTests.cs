using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>The built-in seccomp filters, as libseccomp and the runtimes of this machine make them.</summary>
public sealed class BuiltInFilterRuntimeTests : IDisposable
{
    private const string Usual = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    // Docker's own.
    private static readonly string[] _capabilities =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER", "CAP_MKNOD", "CAP_NET_RAW", "CAP_SETGID", "CAP_SETUID", "CAP_SETFCAP",
        "CAP_SETPCAP", "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT", "CAP_KILL",
    ];

    private readonly Scratch _scratch = new();
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];
    private ContainerRuntime? _runtime;

    public void Dispose()
    {
        _runtime?.Remove(_id);
        _scratch.Dispose();
    }

    public static TheoryData<string, string> Filters
    {
        get
        {
            var filters = new TheoryData<string, string>();
            foreach (var runtime in new[] { "runc", "crun" })
            {
                foreach (var filter in new[] { "docker-default", "containerd-default", "podman-default" })
                {
                    filters.Add(runtime, filter);
                }
            }
            return filters;
        }
    }

    /// <summary>tar sets the modes of what it takes out, by fchmodat2(2) where its libc has that; apt starts its methods; .NET, Go and Rust make threads.</summary>
    [Theory]
    [MemberData(nameof(Filters))]
    public void Programs_of_today_start(string runtime, string filter)
    {
        var script = $$"""
            set -e
            cd /tmp
            mkdir given taken; echo text >given/file; ln -s file given/link; chmod 640 given/file; chmod 2750 given
            tar -cpf given.tar given; tar -xpf given.tar -C taken
            stat -c 'tar %a %A' taken/given taken/given/file
            mkdir -p repository state/lists/partial cache/archives/partial; : >repository/Packages
            echo 'deb [trusted=yes] file:/tmp/repository ./' >sources.list
            apt-get -q -o Dir::State=/tmp/state -o Dir::Cache=/tmp/cache -o Dir::Etc::SourceList=/tmp/sources.list -o Dir::Etc::SourceParts=/none update >apt.log 2>&1 || { cat apt.log; exit 1; }
            echo apt updates
            HOME=/tmp DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 dotnet msbuild -version -nologo | sed 's/^[0-9].*/dotnet runs/'
            runc --version | sed -n 's/^runc version.*/go runs/p'
            rg --no-filename text given | sed 's/^text$/rust runs/'
            """;

        var result = Run(runtime, filter, ["sh", "-c", script]);

        result.Succeeded().OutputText.Should().Be("tar 2750 drwxr-s---\ntar 640 -rw-r-----\napt updates\ndotnet runs\ngo runs\nrust runs\n");
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void What_is_closed_is_refused_and_what_nobody_knows_is_not_there(string runtime, string filter)
    {
        var isPodmans = filter == "podman-default";

        var answers = Answers(runtime, filter);

        // What libseccomp here does not know yet is as if the kernel did not.
        answers["fchmodat2"].Should().BeOneOf("EBADF", "ENOENT", "ENOSYS");
        answers["mseal"].Should().BeOneOf("EINVAL", "ENOSYS");
        answers["open_tree_attr"].Should().Be("ENOSYS");
        answers["call 999"].Should().Be("ENOSYS");
        answers["io_uring_setup"].Should().Be(isPodmans ? "ENOSYS" : "EPERM");
        answers["userfaultfd"].Should().Be("EPERM");
        answers["keyctl"].Should().Be(isPodmans ? "EOPNOTSUPP" : "EPERM");
        if (!isPodmans)
        {
            answers["unshare"].Should().Be("EPERM");
            answers["clone with a namespace"].Should().Be("EPERM");
        }
        foreach (var open in new[] { "AF_UNIX", "AF_INET", "AF_NETLINK" })
        {
            answers[open].Should().Be("done");
        }
        foreach (var closed in new[] { "AF_ALG", "AF_ALG with a high bit", "AF_VSOCK" })
        {
            answers[closed].Should().Be("ENOSYS");
        }
    }

    /// <summary>Why their default answer is ENOSYS: with Docker's own, EPERM, it depends on the runtime.</summary>
    [Theory]
    [InlineData("runc", "ENOSYS")]
    [InlineData("crun", "EPERM")]
    public void Under_the_default_answer_of_docker_a_call_that_nobody_knows_is_not_there_for_runc_alone(string runtime, string answer)
    {
        var profile = JsonNode.Parse(new Command(PublishedBinary.Path, "oi-profiles", "docker-default").Run().Succeeded().OutputText)!;
        profile["defaultErrnoRet"] = 1;
        _scratch.MakeDirectory("policy");

        var answers = Answers(runtime, _scratch.Write("policy/followed.json", profile.ToJsonString()));

        answers["call 999"].Should().Be(answer);
        answers["open_tree_attr"].Should().Be(answer);
        answers["userfaultfd"].Should().Be("EPERM");
    }

    /// <summary>Where the kernel takes no 32-bit calls, the program has nothing to tell of them.</summary>
    [Theory]
    [MemberData(nameof(Filters))]
    public void With_socketcall_denied_the_way_of_32_bit_programs_is_closed_too(string runtime, string filter)
    {
        var given = Answers(runtime, filter, "compat");
        _runtime!.Remove(_id);
        var left = Answers(runtime, filter, "compat", ", \"deny\": [{ \"names\": [\"socketcall\"] }]");

        left["socket"].Should().Be("done");
        if (!CompatGate.IsOpen)
        {
            left.Keys.Should().NotContain(name => name.StartsWith("socketcall", StringComparison.Ordinal));
            return;
        }
        given["socketcall socket"].Should().Be("done");
        left["socketcall socket"].Should().Be("EPERM");
        left["socketcall socketpair"].Should().Be("EPERM");
        left["32-bit socket"].Should().Be("done");
    }

    private Dictionary<string, string> Answers(string runtime, string filter, string program = "answers", string more = "") =>
        Run(runtime, filter, [$"/tools/{program}"], program, more).Succeeded().OutputText
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ")).ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>A container with the programs of this machine, and a file system of its own for what they write.</summary>
    private CommandResult Run(string runtime, string filter, string[] command, string? program = null, string more = "")
    {
        _runtime = new ContainerRuntime(runtime, _scratch);
        var name = $"bundle{more.Length}";
        var bundle = Bundle.Runnable(_scratch, command, spec =>
        {
            spec["process"]!["env"] = new JsonArray(Usual);
            spec["process"]!["noNewPrivileges"] = false;
            foreach (var set in new[] { "bounding", "effective", "permitted" })
            {
                spec["process"]!["capabilities"]![set] = new JsonArray([.. _capabilities.Select(name => (JsonNode)name)]);
            }
            var mounts = spec["mounts"]!.AsArray();
            foreach (var mount in mounts.Where(mount => Bundle.NetworkFiles.Contains((string?)mount!["destination"])).ToArray())
            {
                mounts.Remove(mount);
            }
            foreach (var directory in new[] { "/usr", "/etc", "/var" })
            {
                mounts.Add(new JsonObject { ["destination"] = directory, ["type"] = "bind", ["source"] = directory, ["options"] = new JsonArray("rbind", "ro") });
            }
            mounts.Add(new JsonObject { ["destination"] = "/tmp", ["type"] = "tmpfs", ["source"] = "tmpfs" });
        }, name);
        Directory.Delete(bundle.Rootfs, recursive: true);
        foreach (var directory in new[] { "usr", "etc", "var", "proc", "sys", "dev", "tmp", "tools" })
        {
            Directory.CreateDirectory(Path.Combine(bundle.Rootfs, directory));
        }
        foreach (var link in new[] { "bin", "sbin", "lib", "lib64" })
        {
            File.CreateSymbolicLink(Path.Combine(bundle.Rootfs, link), "usr/" + link);
        }
        if (program is not null)
        {
            File.Copy(CCompiler.CompileStatic($"Harness/{program}.c"), Path.Combine(bundle.Rootfs, "tools", program));
        }
        _scratch.MakeDirectory("policy");
        var policy = _scratch.Write("policy/policy.json", $$"""{ "rules": [{ "type": "seccomp", "profile": "{{filter}}"{{more}} }] }""");
        return _runtime.Intercepted(["--oi-config", policy], "run", "--bundle", bundle.Path, _id).Run();
    }
}
