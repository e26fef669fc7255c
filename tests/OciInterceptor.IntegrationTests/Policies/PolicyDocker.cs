using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>A Docker daemon that sees a policy directory of the tests, with the interceptor registered without rules of its own.</summary>
public sealed class PolicyDocker : IDisposable
{
    /// <summary>The plain binary without arguments: the policy is the file's alone.</summary>
    internal const string ByFile = "oi-file";

    /// <summary>The binary called as oci-interceptor-strict, without arguments.</summary>
    internal const string ByName = "oi-name";

    /// <summary>The binary with --oi-config and nothing else.</summary>
    internal const string ByArgument = "oi-argument";

    private readonly Scratch _scratch = new();
    private readonly DockerDaemon? _daemon;

    public PolicyDocker()
    {
        try
        {
            Directory = new PolicyDirectory(_scratch);
            Observed = new ObservedPolicy(_scratch);
            var named = _scratch["oci-interceptor-strict"];
            File.CreateSymbolicLink(named, PublishedBinary.Path);
            ArgumentFile = Path.Combine(_scratch.MakeDirectory("argument"), "policy.json");
            var runtimes = new RegisteredRuntimes(_scratch);
            runtimes.Add(ByFile, PublishedBinary.Path);
            runtimes.Add(ByName, named);
            runtimes.Add(ByArgument, PublishedBinary.Path, "--oi-config", ArgumentFile);
            _daemon = new DockerDaemon(_scratch.MakeDirectory("policy"), runtimes, BusyboxImage.Make(_scratch), mounts: Directory.Mounts);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal PolicyDirectory Directory { get; } = null!;

    internal ObservedPolicy Observed { get; } = null!;

    /// <summary>The file that <see cref="ByArgument"/> names.</summary>
    internal string ArgumentFile { get; } = "";

    /// <summary>A directory for files of the tests, as the daemon sees it too.</summary>
    internal Scratch Files => _scratch;

    /// <summary>The daemon with one of its runtimes; null for plain runc.</summary>
    internal DockerRuntime this[string? runtime] => new(_daemon!, runtime);

    /// <summary>Why a container is refused, as `docker run` says it.</summary>
    internal string Refused(params string[] options) => this[ByFile].Refused(options);

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
}
