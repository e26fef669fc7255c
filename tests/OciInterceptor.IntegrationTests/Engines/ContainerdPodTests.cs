using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>Pods of a containerd that was started with what oi-install made of its configuration, by its CRI plugin as a kubelet calls it.</summary>
public sealed class ContainerdPodTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _file;

    public ContainerdPodTests()
    {
        _etc = new PolicyDirectory(_scratch);
        _scratch.MakeDirectory("links");
        _file = _scratch.Write("config.toml", ContainerdNode.Configuration(_scratch));
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Pods_get_the_runtime_by_its_name_and_by_default_and_keep_it_from_being_taken_out()
    {
        var before = File.ReadAllText(_file);
        Own("--oi-env", "GREETING=hello", "oi-install", "containerd", "--name", "oi", "--default", "--config", _file, "--link-dir", _scratch["links"]).Succeeded();
        using (var node = new ContainerdNode(_scratch, _file, _etc.SeenBy))
        {
            foreach (var (handler, greeting) in ((string, string)[])[("oi", "hello\n"), ("", "hello\n"), ("runc", "\n")])
            {
                var (pod, container) = node.Runtime.Start(handler, ContainerdNode.Image, "sh", "-c", "echo $GREETING >/created; exec sleep 1000");
                try
                {
                    node.Runtime.Exec(container, "sh", "-c", "while [ ! -s /created ]; do sleep 0.1; done; cat /created").Should().Be(greeting, "{0} creates it", handler);
                    node.Runtime.Exec(container, "sh", "-c", "echo $GREETING").Should().Be(greeting, "{0} enters it", handler);
                    if (handler == "oi")
                        Own("oi-uninstall", "containerd", "--name", "oi").Exited(1).ErrorText.Should().Be(
                            $"oci-interceptor: the runtime oi is in use: remove the containers {string.Join(", ", new[] { pod, container }.Order(StringComparer.Ordinal).Select(id => "k8s.io/" + id))} first\n");
                }
                finally
                {
                    node.Runtime.Remove(pod);
                }
            }
        }
        Own("oi-uninstall", "containerd", "--name", "oi").Succeeded();
        File.ReadAllText(_file).Should().Be(before);
    }

    private CommandResult Own(params string[] arguments) => _etc.SeenBy(PublishedBinary.Call(arguments)).Run();
}
