using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>An engine's file that a command changes keeps what else it has: owner, mode, SELinux label, access list, its operator's notes.</summary>
public sealed class FileAttributesTests : IDisposable
{
    private const string Daemon = "/etc/docker/daemon.json";
    private const string Containerd = "/etc/containerd/config.toml";

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _links;

    public FileAttributesTests()
    {
        _etc = new PolicyDirectory(_scratch);
        _links = _scratch.MakeDirectory("links");
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("docker", Daemon, "{ \"log-level\": \"info\" }\n")]
    [InlineData("containerd", Containerd, "version = 2\n\n[plugins.\"io.containerd.grpc.v1.cri\"]\n  sandbox_image = \"pause\"\n")]
    public void A_changed_file_keeps_owner_mode_label_and_access_list(string engine, string path, string content)
    {
        var file = _scratch["etc" + path["/etc".Length..]];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        new Command("sh", "-ec", """
            chown 1234:5678 "$0"
            chmod 0640 "$0"
            setfattr -n security.selinux -v system_u:object_r:container_config_t:s0 "$0"
            setfattr -n user.note -v 'kept by the operator' "$0"
            setfattr -n system.posix_acl_access -v 0x0200000001000600ffffffff02000400d204000004000400ffffffff10000400ffffffff20000000ffffffff "$0"
            """, file).Run().Succeeded();
        var before = Attributes(file);
        before.Should().Contain("security.selinux=\"system_u:object_r:container_config_t:s0\"").And.Contain("1234:5678").And.Contain("system.posix_acl_access");

        Own("oi-install", engine);
        File.ReadAllText(file).Should().Contain("oci-interceptor");
        Attributes(file).Should().Be(before);

        Own("oi-uninstall", engine);
        File.ReadAllText(file).Should().Be(content);
        Attributes(file).Should().Be(before);
    }

    private void Own(string command, string engine) =>
        _etc.SeenBy(PublishedBinary.Call(command == "oi-install" ? ["--oi-env", "A=B", command, engine, "--link-dir", _links] : [command, engine])).Run().Succeeded();

    private static string Attributes(string file) =>
        new Command("sh", "-ec", "stat -c '%u:%g %a' \"$0\"; getfattr --absolute-names --dump --match=- \"$0\"", file).Run().Succeeded().OutputText;
}
