using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>`run` with real runtimes: what a container sees and says, with the plain runtime as control.</summary>
public sealed class InterceptedRunTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string> Runtimes => ["runc", "crun"];

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void Output_and_exit_code_are_those_of_the_plain_runtime(string name)
    {
        var runtime = new ContainerRuntime(name, _scratch);
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", "cat; echo out; echo err >&2; exit 42"]);
        var input = Condition.Input(_scratch.Write("input", "in\n"));
        var control = runtime.Direct("run", "--bundle", bundle.Path, _id).With(input).Run();
        var result = runtime.Intercepted(["--oi-readonly-networking-mounts"], "run", "--bundle", bundle.Path, _id).With(input).Run();
        control.Exited(42).OutputText.Should().Be("in\nout\n");
        result.Exited(42).Output.Should().Equal(control.Output);
        result.Error.Should().Equal(control.Error);
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void Network_files_are_read_only_with_the_flag_alone(string name)
    {
        var runtime = new ContainerRuntime(name, _scratch);
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", NetworkFiles.Attempt]);
        string[] run = ["run", "--bundle", bundle.Path, _id];

        runtime.Direct(run).Run().Succeeded().OutputText.Should().Be(NetworkFiles.Written);
        NetworkFiles.ShouldHold(bundle, "before\nafter\n");
        runtime.Intercepted([], run).Run().Succeeded().OutputText.Should().Be(NetworkFiles.Written);
        NetworkFiles.ShouldHold(bundle, "before\nafter\nafter\n");
        runtime.Intercepted(["--oi-readonly-networking-mounts"], run).Run().Succeeded().OutputText.Should().Be(NetworkFiles.Refused);
        NetworkFiles.ShouldHold(bundle, "before\nafter\nafter\n");
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void Other_mounts_stay_writable(string name)
    {
        var runtime = new ContainerRuntime(name, _scratch);
        var data = _scratch.MakeDirectory("data");
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", "echo x > /data/file && echo x > /etc/other"], spec => spec["mounts"]!.AsArray().Add(
            new JsonObject { ["destination"] = "/data", ["type"] = "bind", ["source"] = data, ["options"] = new JsonArray("rbind", "rw") }));
        runtime.Intercepted(["--oi-readonly-networking-mounts"], "run", "--bundle", bundle.Path, _id).Run().Succeeded();
        File.ReadAllText(Path.Combine(data, "file")).Should().Be("x\n");
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void Variables_are_set_where_there_are_none_and_forced_whatever_is_there(string name)
    {
        var runtime = new ContainerRuntime(name, _scratch);
        var bundle = Bundle.Runnable(_scratch, ["env"], spec => spec["process"]!["env"] = new JsonArray("PATH=/bin", "KEPT=theirs", "FORCED=theirs"));
        runtime.Direct("run", "--bundle", bundle.Path, _id).Run().Succeeded();

        var result = runtime.Intercepted(
            ["--oi-env", "NEW=ours", "--oi-env", "NEW=second", "--oi-env=KEPT=ours", "--oi-env", "EMPTY=", "--oi-env-force", "FORCED=first", "--oi-env-force=FORCED=ours=1"],
            "run", "--bundle", bundle.Path, _id).Run().Succeeded();

        result.OutputText.Split('\n').Should().Contain(["PATH=/bin", "KEPT=theirs", "FORCED=ours=1", "NEW=ours", "EMPTY="]);
        result.OutputText.Should().NotContain("second").And.NotContain("FORCED=theirs");
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void A_bundle_without_the_option_is_the_current_directory(string name)
    {
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", NetworkFiles.Attempt]);
        new ContainerRuntime(name, _scratch).Intercepted(["--oi-readonly-networking-mounts"], "run", _id).In(bundle.Path)
            .Run().Succeeded().OutputText.Should().Be(NetworkFiles.Refused);
    }

    /// <summary>Like crun itself: a name other than config.json is looked for where the caller stands, not in the bundle.</summary>
    [Theory]
    [InlineData("--config", "other.json")]
    [InlineData("--config=other.json")]
    [InlineData("-f", "other.json")]
    [InlineData("-fother.json")]
    [InlineData("-f", "{0}/other.json")]
    public void The_document_that_crun_is_told_to_take_is_the_one_edited(params string[] option)
    {
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", NetworkFiles.Attempt]);
        File.Move(bundle.Document, _scratch["other.json"]);
        File.WriteAllText(bundle.Document, "{");
        File.WriteAllText(Path.Combine(bundle.Path, "other.json"), "{");
        string[] run = ["run", .. option.Select(o => string.Format(o, _scratch.Path)), "--bundle", bundle.Path, _id];
        var runtime = new ContainerRuntime("crun", _scratch);

        runtime.Direct(run).In(_scratch.Path).Run().Succeeded().OutputText.Should().Be(NetworkFiles.Written);
        runtime.Intercepted(["--oi-readonly-networking-mounts"], run).In(_scratch.Path).Run().Succeeded().OutputText.Should().Be(NetworkFiles.Refused);
        File.ReadAllText(bundle.Document).Should().Be("{");
    }

    [Theory]
    [InlineData("--config", "config.json")]
    [InlineData("-fconfig.json")]
    public void The_usual_name_said_aloud_is_the_one_in_the_bundle(params string[] option)
    {
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", NetworkFiles.Attempt]);
        new ContainerRuntime("crun", _scratch).Intercepted(["--oi-readonly-networking-mounts"], ["run", .. option, "--bundle", bundle.Path, _id])
            .In(_scratch.Path).Run().Succeeded().OutputText.Should().Be(NetworkFiles.Refused);
    }

    /// <summary>Law 2: no change, no write; the same inode and times.</summary>
    [Theory]
    [MemberData(nameof(Runtimes))]
    public void A_document_that_nothing_changes_is_not_written(string name)
    {
        var runtime = new ContainerRuntime(name, _scratch);
        var bundle = Bundle.Runnable(_scratch, ["true"]);
        var identity = Identity(bundle);
        runtime.Intercepted([], "run", "--bundle", bundle.Path, _id).Run().Succeeded();
        runtime.Intercepted(["--oi-env", "PATH=/other"], "run", "--bundle", bundle.Path, _id).Run().Succeeded();
        Identity(bundle).Should().Be(identity);
    }

    /// <summary>Law 7: idempotent; a bundle may be created twice.</summary>
    [Theory]
    [MemberData(nameof(Runtimes))]
    public void A_bundle_is_edited_once_however_often_it_is_run(string name)
    {
        var runtime = new ContainerRuntime(name, _scratch);
        var bundle = Bundle.Runnable(_scratch, ["true"]);
        string[] flags = ["--oi-readonly-networking-mounts", "--oi-env", "A=1", "--oi-env-force", "TERM=dumb"];
        var before = Identity(bundle);
        runtime.Intercepted(flags, "run", "--bundle", bundle.Path, _id).Run().Succeeded();
        var edited = Identity(bundle);
        edited.Should().NotBe(before);
        runtime.Intercepted(flags, "run", "--bundle", bundle.Path, _id).Run().Succeeded();
        Identity(bundle).Should().Be(edited);
    }

    /// <summary>Law 4: whole or not at all, with mode, owner and extended attributes.</summary>
    [Theory]
    [MemberData(nameof(Runtimes))]
    public void An_edited_document_keeps_its_mode_owner_and_attributes(string name)
    {
        var bundle = Bundle.Runnable(_scratch, ["true"]);
        new Command("chown", "1234:5678", bundle.Document).Run().Succeeded();
        new Command("chmod", "0640", bundle.Document).Run().Succeeded();
        new Command("setfattr", "-n", "trusted.oi", "-v", "kept", bundle.Document).Run().Succeeded();
        var inode = Identity(bundle);

        new ContainerRuntime(name, _scratch).Intercepted(["--oi-readonly-networking-mounts"], "run", "--bundle", bundle.Path, _id).Run().Succeeded();

        Identity(bundle).Should().NotBe(inode);
        new Command("stat", "-c", "%a %u %g", bundle.Document).Run().OutputText.Should().Be("640 1234 5678\n");
        new Command("getfattr", "--only-values", "-n", "trusted.oi", bundle.Document).Run().Succeeded().OutputText.Should().Be("kept");
    }

    private static string Identity(Bundle bundle) =>
        new Command("stat", "-c", "%i %y %z %s", bundle.Document).Run().Succeeded().OutputText;
}
