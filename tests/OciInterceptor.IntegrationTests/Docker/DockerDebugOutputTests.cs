using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

[Collection(DockerSuite.Name)]
public sealed class DockerDebugOutputTests(DockerDaemons docker)
{
    private string Directory => docker.Runtimes.DebugDirectory;

    [Fact]
    public void The_snapshots_show_the_document_before_and_after()
    {
        docker[RegisteredRuntimes.Debug].Run(0, "true", "--hostname", "snapshots", "--env", "SECRET=1");
        var original = Read("snapshots_original.json");
        var modified = Read("snapshots_modified.json");
        JsonNode.DeepEquals(Read("snapshots_parsed.json"), original).Should().BeTrue();

        original["process"]!["env"]!.AsArray().Select(entry => entry!.GetValue<string>()).Should().Contain("SECRET=1");
        Options(modified).Should().AllSatisfy(options => options.Should().Contain("ro").And.NotContain("rw"));
        foreach (var (before, after) in Mounts(original).Zip(Mounts(modified)))
            after["options"] = before["options"]?.DeepClone();
        JsonNode.DeepEquals(modified, original).Should().BeTrue("nothing but three mounts' options may differ");
    }

    [Fact]
    public void A_container_whose_network_files_are_read_only_already_is_not_changed()
    {
        docker[RegisteredRuntimes.Debug].Run(0, "true", "--hostname", "unchanged", "--read-only");
        // Newer releases ask for the mounts below as well, where the kernel can do that.
        Options(Read("unchanged_original.json")).Should().AllSatisfy(options => options.Should().ContainSingle(option => option == "ro" || option == "rro"));
        File.Exists(Path.Combine(Directory, "unchanged_modified.json")).Should().BeFalse();
    }

    [Fact]
    public void The_call_log_has_every_call_with_the_real_runtime()
    {
        using var container = docker[RegisteredRuntimes.Debug].Start(Container.Wait);
        container.Exec(0, "true");
        var id = container.Id;
        container.Docker("rm", "--force");
        var calls = File.ReadAllLines(Path.Combine(Directory, "runtime_calls.txt")).Where(line => line.Contains(id)).ToArray();
        calls.Should().AllSatisfy(call => call.Should().MatchRegex("^/[^ ]*/runc --root [^ ]+ --log [^ ]+ --log-format json "));
        var verbs = calls.Select(call => call.Split(' ').Skip(7).First());
        verbs.Should().StartWith(["create", "start", "exec"]).And.Contain("kill").And.Contain("delete");
        new FileInfo(Path.Combine(Directory, "runtime_calls.log")).LinkTarget.Should().Be("runtime_calls.txt");
    }

    [Fact]
    public void Nobody_but_root_can_read_any_of_it()
    {
        docker[RegisteredRuntimes.Debug].Run(0, "true");
        File.GetUnixFileMode(Directory).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var files = new DirectoryInfo(Directory).GetFiles().Where(file => file.LinkTarget is null);
        files.Should().NotBeEmpty().And.AllSatisfy(file => file.UnixFileMode.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Theory]
    [InlineData("../../escaped")]
    [InlineData("/escaped")]
    [InlineData("..")]
    [InlineData("escaped\nline")]
    public void A_hostname_chosen_to_escape_stays_in_the_directory(string hostname)
    {
        var directory = new DirectoryInfo(Directory);
        docker[RegisteredRuntimes.Debug].Run(0, "hostname", "--hostname", hostname).OutputText.Should().Be(hostname + "\n");
        directory.GetFiles().Should().AllSatisfy(file => file.Name.Should().MatchRegex("^[A-Za-z0-9._-]+$"));
        directory.GetDirectories().Should().BeEmpty();
        new[] { directory.Parent!.FullName, directory.Parent.Parent!.FullName, "/" }
            .SelectMany(System.IO.Directory.GetFiles).Should().NotContain(file => file.Contains("_original.json"));
    }

    [Fact]
    public void Snapshots_can_be_named_by_the_containers_id()
    {
        using var container = docker[RegisteredRuntimes.DebugById].Start(Container.Wait, "--hostname", "not-this");
        System.IO.Directory.GetFiles(docker.Runtimes.DebugByIdDirectory).Select(Path.GetFileName).Should()
            .Contain([container.Id + "_original.json", container.Id + "_modified.json"]).And.NotContain(name => name!.Contains("not-this"));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_stops_no_container() =>
        docker[RegisteredRuntimes.DebugNowhere].Run(42, "grep -c ' /etc/hosts ro,' /proc/self/mountinfo; exit 42").OutputText.Should().Be("1\n");

    private JsonObject Read(string file) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(Directory, file)))!.AsObject();

    private static IEnumerable<JsonObject> Mounts(JsonObject spec) => spec["mounts"]!.AsArray().Select(mount => mount!.AsObject());

    private static IEnumerable<string[]> Options(JsonObject spec) =>
        from mount in Mounts(spec)
        where Bundle.NetworkFiles.Contains(mount["destination"]!.GetValue<string>())
        select mount["options"]!.AsArray().Select(option => option!.GetValue<string>()).ToArray();
}
