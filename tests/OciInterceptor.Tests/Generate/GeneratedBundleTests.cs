using OciInterceptor.Generate;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Generate;

public sealed class GeneratedBundleTests : IDisposable
{
    private readonly TemporaryDirectory _memory = new("/dev/shm");

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData("rootfs", "config.json rootfs")]
    [InlineData("/srv", "config.json")]
    public void A_bundle_has_an_empty_root_directory_unless_another_is_named(string root, string names)
    {
        GeneratedBundle.Make(_memory["b"], new ContainerSettings { RootDirectory = root }, []);

        Names(_memory["b"]).Should().Equal(names.Split(' '));
        Mode(_memory["b"]).Should().Be("700");
        Configuration(_memory["b"]).Root!.Path.Should().Be(root);
    }

    [Theory]
    [InlineData("rootfs")]
    [InlineData("/srv")]
    public void In_a_run_directory_the_root_directory_is_beside_the_bundle(string root)
    {
        using var place = RunDirectory.Make(_memory["parent"], 0, 0);

        GeneratedBundle.Make(place, Mapped with { RootDirectory = root }, [Secret]);

        Names(place.Bundle).Should().Equal("config.json");
        Configuration(place.Bundle).Root!.Path.Should().Be(root == "/srv" ? root : place.Rootfs);
        Sources(place.Bundle).Should().Contain($"{place.Secrets}/token");
        File.ReadAllText($"{place.Secrets}/token").Should().Be("s3cret");
        Posix.Owner($"{place.Secrets}/token").Should().Be("4711:4732");
    }

    [Fact]
    public void A_secret_in_memory_is_copied_for_the_hosts_user_of_the_containers_and_another_is_bound_where_it_is()
    {
        GeneratedBundle.Make(_memory["b"], Mapped, [Secret, new Secret("plain", "/etc/hostname", IsInMemory: false)]);

        Names(_memory["b"]).Should().Equal("config.json", "rootfs", "secrets");
        Names(_memory["b/secrets"]).Should().Equal("token");
        Posix.Owner(_memory["b/secrets/token"]).Should().Be("4711:4732");
        Sources(_memory["b"]).Should().Contain(_memory["b/secrets/token"]).And.Contain("/etc/hostname").And.NotContain(_memory["secret"]);
    }

    [Fact]
    public void Who_is_not_root_keeps_the_copy()
    {
        var secret = Secret;
        Posix.ChangeOwner(secret.File, 4711, 0);
        Posix.ChangeOwner(_memory.Path, 4711, 0);

        Posix.AsUser(4711, () => GeneratedBundle.Make(_memory["b"], Mapped with { User = 1, Group = 1 }, [secret]));

        Posix.Owner(_memory["b/secrets/token"]).Should().StartWith("4711:");
    }

    private static ContainerSettings Mapped => new()
    {
        User = 11,
        Group = 12,
        Namespaces = new NamespaceSettings { UserIds = [new IdRange(0, 4700, 20)], GroupIds = [new IdRange(0, 4720, 20)] },
    };

    private Secret Secret => new("token", _memory.File("secret", "s3cret"), IsInMemory: true);

    private static RuntimeSpec Configuration(string bundle) => new(Sample.Object(File.ReadAllText($"{bundle}/config.json")));

    private static IEnumerable<string?> Sources(string bundle) => Configuration(bundle).Mounts.Select(mount => mount.Source);

    private static IEnumerable<string?> Names(string directory) =>
        Directory.GetFileSystemEntries(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
