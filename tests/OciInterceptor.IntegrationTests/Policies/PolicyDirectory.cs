using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>
/// An /etc/oci-interceptor that only some commands see: a copy of /etc, bound over it in a mount namespace of theirs.
/// The machine's own is never written. /run is theirs as well, with a file that stands for Docker's socket.
/// </summary>
internal sealed class PolicyDirectory
{
    private readonly Scratch _scratch;

    /// <param name="files">What of /etc there is besides; everything when none is named.</param>
    public PolicyDirectory(Scratch scratch, params string[] files)
    {
        _scratch = scratch;
        scratch.MakeDirectory("etc");
        new Command("cp", ["-a", .. files.DefaultIfEmpty(".").Select(file => "/etc/" + file), scratch["etc"]]).Run().Succeeded();
        Clear();
    }

    /// <summary>The shell commands that make the mounts, in a mount namespace.</summary>
    public string Mounts =>
        $"""
        mount --bind {_scratch["etc"]} /etc
        mount -t tmpfs -o mode=755 tmpfs /run
        mkdir -p /run/docker /run/docker.sock.d /run/dock
        : > /run/docker.sock
        """;

    /// <summary>Where the test finds a file of the policy's directory.</summary>
    public string this[string name] => Path.Combine(_scratch["etc/oci-interceptor"], name);

    /// <summary>The policy files are gone.</summary>
    public void Clear()
    {
        if (Directory.Exists(_scratch["etc/oci-interceptor"]))
            Directory.Delete(_scratch["etc/oci-interceptor"], recursive: true);
        Directory.CreateDirectory(_scratch["etc/oci-interceptor"]);
    }

    /// <summary>Writes config.json, and nothing else is there.</summary>
    public void Is(string policy)
    {
        Clear();
        Write("config.json", policy);
    }

    /// <summary>Writes a file of the directory.</summary>
    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    /// <summary>The command as it runs where it sees this directory.</summary>
    public Command SeenBy(Command command) => command with
    {
        Program = "unshare",
        Arguments = [.. new Command("", "--mount", "sh", "-ec", Mounts + "\nexec \"$@\"", "sh", command.Program).Arguments, .. command.Arguments],
    };
}
