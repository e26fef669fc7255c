using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Failures;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>The interceptor registered with containerd by its command and taken out again; containerd itself says what it reads.</summary>
public sealed class ContainerdInstallTests : IDisposable
{
    private const string Containerd2 = "plugins.\"io.containerd.grpc.v1.cri\".containerd";

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _links;
    private readonly string _file;

    public ContainerdInstallTests()
    {
        _etc = new PolicyDirectory(_scratch);
        _links = _scratch.MakeDirectory("links");
        _file = Path.Combine(_scratch.MakeDirectory("containerd"), "config.toml");
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("# nothing\n")]
    [InlineData("version = 2")]
    [InlineData($"# mine\nversion = 2\n\n[plugins.\"io.containerd.grpc.v1.cri\"]\r\n\tsandbox_image = \"a:1\" # here\n[{Containerd2}]\n  snapshotter = \"native\"\n[{Containerd2}.runtimes.runc]\n  runtime_type = \"io.containerd.runc.v2\"\n[{Containerd2}.runtimes.runc.options]\nSystemdCgroup = true\n")]
    public void Containerd_knows_the_runtime_by_name_and_by_default_and_nothing_else_changes(string? text)
    {
        if (text is not null)
            File.WriteAllText(_file, text);
        var before = Dump();

        Own("--oi-env", "A=B", "oi-install", "containerd", "--default").OutputText.Should()
            .EndWith("To apply the change, restart containerd (systemctl restart containerd): containers keep running.\n");

        var link = Path.Combine(_links, "oci-interceptor-oci-interceptor");
        new FileInfo(link).LinkTarget.Should().Be(PublishedBinary.Path);
        var after = Dump();
        after.Should().ContainInOrder($"[{ContainerdRelease.Table}]", "default_runtime_name = \"oci-interceptor\"", $"[{ContainerdRelease.Table}.runtimes.oci-interceptor.options]", $"BinaryName = \"{link}\"");
        var isSystemd = text?.Contains("SystemdCgroup") == true;
        after.Count(line => line == "SystemdCgroup = true").Should().Be(isSystemd ? 2 : 0);
        before.Except(after).Should().BeEquivalentTo(new[] { "default_runtime_name = \"runc\"" }, "all else is as before");

        Own("oi-uninstall", "containerd");
        Directory.EnumerateFileSystemEntries(_links).Should().BeEmpty();
        Directory.EnumerateFiles(Path.GetDirectoryName(_file)!).Should().HaveCount(text is null ? 0 : 1);
        if (text is not null)
            File.ReadAllText(_file).Should().Be(text);
    }

    [Fact]
    public void Several_names_go_in_any_order_also_out_of_a_file_that_was_edited_since()
    {
        Own("oi-install", "containerd", "--name", "one");
        Own("oi-install", "containerd", "--name", "two", "--profile", "hardened");
        var both = Dump();
        both.Should().Contain([$"[{ContainerdRelease.Table}.runtimes.one]", $"[{ContainerdRelease.Table}.runtimes.two]", $"[{ContainerdRelease.Table}.runtimes.runc]"]);
        File.AppendAllText(_file, "[debug]\n  level = \"warn\"\n");

        Own("oi-uninstall", "containerd", "--name", "one");
        Dump().Should().Contain([$"[{ContainerdRelease.Table}.runtimes.two]", $"[{ContainerdRelease.Table}.runtimes.runc]", "level = \"warn\""]).And.NotContain($"[{ContainerdRelease.Table}.runtimes.one]");
        Own("oi-uninstall", "containerd", "--name", "two");
        File.ReadAllText(_file).Should().Be($"{ContainerdRelease.Version}\n[debug]\n  level = \"warn\"\n");
    }

    [Fact]
    public void The_runtime_that_runc_is_configured_to_be_is_the_one_that_is_become()
    {
        var text = $"version = 2\n[{Containerd2}.runtimes.runc]\nruntime_type = \"io.containerd.runc.v2\"\n[{Containerd2}.runtimes.runc.options]\nBinaryName = \"/usr/bin/crun\"\n";
        File.WriteAllText(_file, text);
        Own("oi-install", "containerd", "--name", "oi");
        _etc.SeenBy(new Command(Path.Combine(_links, "oci-interceptor-oi"), "--version")).Run().Succeeded().OutputText
            .Should().Be(new Command("/usr/bin/crun", "--version").Run().Succeeded().OutputText);
        Own("oi-uninstall", "containerd", "--name", "oi");
        File.ReadAllText(_file).Should().Be(text);
    }

    /// <summary>containerd 1 takes an imported plugin's table whole: ours in the main file would then count for nothing. Since release 2.0 both count.</summary>
    [Fact]
    public void A_change_that_containerd_would_not_see_is_not_made()
    {
        var text = Importing("x");

        if (ContainerdRelease.KnowsVersion3)
        {
            Own("oi-install", "containerd");
            Dump().Should().Contain([$"[{ContainerdRelease.Table}.runtimes.oci-interceptor]", $"[{ContainerdRelease.Table}.runtimes.x]"]);
            Own("oi-uninstall", "containerd");
        }
        else
        {
            RefusedAndLeft(text).Should().Be(
                $"containerd would not know the runtime oci-interceptor after the change: {_scratch["import.toml"]}:3 replaces the whole table of the CRI plugin, as imports do before containerd 2.0: move what it says of this plugin to {_file}");
        }
        File.ReadAllText(_file).Should().Be(text);
    }

    [Fact]
    public void A_name_that_an_imported_file_has_is_not_taken() =>
        RefusedAndLeft(Importing("oci-interceptor")).Should().Be($"a file that {_file} imports already has the runtime oci-interceptor: choose another name with --name, or remove it there");

    private string Importing(string runtime)
    {
        var import = _scratch.Write("import.toml", $"version = 2\n[{Containerd2}.runtimes.{runtime}]\nruntime_type = \"io.containerd.runc.v2\"\n");
        var text = $"version = 2\nimports = [\"{import}\"]\n";
        File.WriteAllText(_file, text);
        return text;
    }

    private string RefusedAndLeft(string text)
    {
        var message = ErrorReport.Message(Call("oi-install", "containerd").Run());
        File.ReadAllText(_file).Should().Be(text);
        Directory.EnumerateFiles(Path.GetDirectoryName(_file)!).Should().Equal(_file);
        Directory.EnumerateFiles(_etc["installed"]).Select(Path.GetFileName).Should().Equal("lock");
        return message;
    }

    [Theory]
    [InlineData("version = 2\n[a]\nb = \"", ":3: unterminated string")]
    [InlineData("disabled_plugins = [\"cri\"]\n", ":1: the plugin cri is disabled, and with it every runtime in this file: remove it from the list first")]
    public void A_file_that_is_not_what_it_must_be_is_left_alone(string text, string message)
    {
        File.WriteAllText(_file, text);
        ErrorReport.Message(Call("oi-install", "containerd").Run()).Should().EndWith(message).And.StartWith(text.StartsWith('d') ? _file : "");
        File.ReadAllText(_file).Should().Be(text);
    }

    /// <summary>Where such a file imports a directory, the runtime is put there.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_of_version_3_is_for_a_containerd_that_knows_it(bool imports)
    {
        var directory = _scratch.MakeDirectory("containerd/conf.d");
        var text = "version = 3\n" + (imports ? $"imports = [\"{directory}/*.toml\"]\n" : "");
        File.WriteAllText(_file, text);

        var install = Call("oi-install", "containerd", "--name", "oi", "--default");
        if (!ContainerdRelease.KnowsVersion3)
        {
            ErrorReport.Message(install.Run()).Should().MatchRegex(
                $"^({Regex.Escape(_file)} has version 3, which needs containerd 2\\.0 or later: the one on PATH is older|containerd rejects {Regex.Escape(_file)}: .+)$");
        }
        else
        {
            install.Run().Succeeded();
            File.ReadAllText(_file).Contains("oi-install").Should().Be(!imports);
            Directory.EnumerateFiles(directory).Select(Path.GetFileName).Should().Equal(imports ? ["oi.toml"] : []);
            Dump().Should().ContainInOrder($"[{ContainerdRelease.Table}]", "default_runtime_name = \"oi\"", $"[{ContainerdRelease.Table}.runtimes.oi.options]", $"BinaryName = \"{PublishedBinary.Path}\"");
            Call("--oi-env", "A=B", "oi-install", "containerd", "--name", "oi", "--replace").Run().Succeeded();
            Dump().Should().ContainInOrder("default_runtime_name = \"runc\"", $"[{ContainerdRelease.Table}.runtimes.oi.options]", $"BinaryName = \"{_links}/oci-interceptor-oi\"");
            Own("oi-uninstall", "containerd", "--name", "oi");
        }
        File.ReadAllText(_file).Should().Be(text);
        Directory.EnumerateFiles(directory).Should().BeEmpty();
    }

    [Fact]
    public void What_containerd_cannot_do_is_refused()
    {
        ErrorReport.Message(Call("oi-install", "containerd", "--reload").Run()).Should().Be(
            "containerd reads its configuration only when it starts: leave out --reload. To apply the change, restart containerd (systemctl restart containerd): containers keep running.");
        ErrorReport.Message(Call("oi-install", "containerd", "--args", "--oi-env", "A=B").Run()).Should().Be(
            "containerd takes no arguments: leave out --args, and a profile will hold them");
        File.Exists(_file).Should().BeFalse();
    }

    /// <summary>The shim is told what the CRI plugin would tell it: the registered BinaryName.</summary>
    [Fact]
    public void A_container_runs_through_the_registered_program_and_keeps_it_from_being_taken_out()
    {
        using var containerd = new Containerd(_scratch.MakeDirectory("c"), "/usr/bin/containerd", _scratch["log"], _etc.Mounts);
        var state = Path.Combine(_scratch["c"], "state");
        File.WriteAllText(_file, $"version = 2\nstate = \"{state}\"\n");
        Own("oi-install", "containerd", "--name", "oi", "--oi-env", "GREETING=hello");
        var path = Dump().Single(line => line.StartsWith("BinaryName = \"/"))["BinaryName = ".Length..].Trim('"');
        var rootfs = _scratch.MakeDirectory("rootfs");
        Bundle.MakeRootfs(rootfs);

        Ctr("run", "--rm", "--runc-binary", path, "--rootfs", rootfs, "c1", "/bin/sh", "-c", "echo $GREETING").OutputText.Should().Be("hello\n");

        Ctr("run", "--detach", "--runc-binary", path, "--rootfs", rootfs, "c2", "/bin/sleep", "1000");
        try
        {
            Ctr("task", "exec", "--exec-id", "e1", "c2", "/bin/sh", "-c", "echo $GREETING").OutputText.Should().Be("hello\n");
            ErrorReport.Message(Call("oi-uninstall", "containerd", "--name", "oi").Run()).Should().Be("the runtime oi is in use: remove the containers default/c2 first");
        }
        finally
        {
            Ctr("task", "kill", "--signal", "KILL", "c2");
            Eventually.Holds("the task has ended", () => Ctr("task", "ls").OutputText.Contains("STOPPED"));
            Ctr("task", "rm", "c2");
            Ctr("container", "rm", "c2");
        }
        Own("oi-uninstall", "containerd", "--name", "oi");

        CommandResult Ctr(params string[] arguments)
        {
            string[] line = containerd.Beside(["ctr", "--address", containerd.Socket, .. arguments]);
            return new Command(line[0], line[1..]).Run().Succeeded();
        }
    }

    /// <summary>Containers end at any time: the file or the directory is gone by the time it is opened.</summary>
    [Fact]
    public void A_container_that_ends_while_it_is_looked_at_does_not_count()
    {
        File.WriteAllText(_file, $"version = 2\nstate = \"{_scratch["state"]}\"\n");
        Own("oi-install", "containerd", "--name", "oi", "--oi-env", "A=B");
        var program = Path.Combine(_links, "oci-interceptor-oi");
        string[] tasks = ["default/ended", "default/running", "removed/with-its-namespace"];
        foreach (var task in tasks)
        {
            _scratch.MakeDirectory(Task(task));
            _scratch.Write(Task(task) + "/runtime", program);
        }

        var uninstall = Call("oi-uninstall", "containerd", "--name", "oi");
        Refused(uninstall).Should().Be($"the runtime oi is in use: remove the containers {string.Join(", ", tasks)} first");
        // As if they had gone between being listed and being opened.
        var meanwhile = new Command("strace", "-qq", "-f", "-o", _scratch["trace"], "-P", _scratch[Task("default/ended/runtime")], "-P", _scratch[Task("removed")],
            "-e", "inject=openat:error=ENOENT", uninstall.Program);
        Refused(meanwhile.Plus(uninstall.Arguments)).Should().Be("the runtime oi is in use: remove the containers default/running first");

        static string Task(string name) => "state/io.containerd.runtime.v2.task/" + name;
        static string Refused(Command call) => ErrorReport.Message(call.Run());
    }

    private CommandResult Own(params string[] arguments) => Call(arguments).Run().Succeeded();

    private Command Call(params string[] arguments)
    {
        var call = PublishedBinary.Call([.. arguments, "--config", _file]);
        return _etc.SeenBy(arguments.Contains("oi-install") ? call.Plus("--link-dir", _links) : call);
    }

    /// <summary>What containerd reads, without what only tells where it was read.</summary>
    private string[] Dump() => [.. ContainerdRelease.Dump(File.Exists(_file) ? _file : null).Where(line => !line.StartsWith("imports = "))];
}
