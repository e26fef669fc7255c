namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>CDI devices in a Docker that knows nothing of them.</summary>
[Collection(PolicySuite.Name)]
public sealed class CdiDockerTests(PolicyDocker docker) : IDisposable
{
    private const string Look = "[ -c /dev/oi-fuse ] && stat -c 'character %t:%T' /dev/oi-fuse || echo none; (: </dev/oi-fuse) 2>&- && echo open; echo ${OI_CDI-unset}";

    private const string Spec = """
        # As a vendor's tool writes it.
        cdiVersion: 0.5.0
        kind: vendor.com/fuse
        devices:
          - name: "0"
            containerEdits:
              env:
                - OI_CDI=fuse
              deviceNodes:
                - path: /dev/oi-fuse
                  hostPath: /dev/fuse
                  type: c
                  major: 10
                  minor: 229
        """;

    public void Dispose()
    {
        var directory = docker.Directory["../cdi"];
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void A_variable_of_docker_run_brings_a_device_in()
    {
        docker.Directory.Is("""{ "rules": [{ "type": "cdi", "fromEnv": "CDI_DEVICES" }] }""");
        docker.Directory.Write("../cdi/fuse.yaml", Spec);

        docker[null].Run(0, Look, "--env", "CDI_DEVICES=vendor.com/fuse=0").OutputText.Should().Be("none\nunset\n");
        docker[PolicyDocker.ByFile].Run(0, Look).OutputText.Should().Be("none\nunset\n");
        docker[PolicyDocker.ByFile].Run(0, Look, "--env", "CDI_DEVICES=vendor.com/fuse=0").OutputText.Should().Be("character a:e5\nopen\nfuse\n");
    }

    /// <summary>Law 6: errors reach the person.</summary>
    [Fact]
    public void A_device_that_is_not_there_reaches_the_output_of_docker_run()
    {
        docker.Directory.Is("""{ "rules": [{ "name": "wishes", "type": "cdi", "fromEnv": "CDI_DEVICES" }] }""");
        docker.Directory.Write("../cdi/fuse.yaml", Spec);
        docker.Refused("--env", "CDI_DEVICES=vendor.com/fuse=1").Should().Contain(
            "/etc/oci-interceptor/config.json:1:13: cannot apply the rule \"wishes\" (cdi): the CDI device vendor.com/fuse=1 is not defined in /etc/cdi or /var/run/cdi");
    }

    [Fact]
    public void What_is_wrong_in_a_spec_file_reaches_the_output_of_docker_run_with_its_place()
    {
        docker.Directory.Is("""{ "rules": [{ "type": "cdi", "devices": ["vendor.com/fuse=0"] }] }""");
        docker.Directory.Write("../cdi/fuse.yaml", Spec.Replace("hostPath", "hostpath", StringComparison.Ordinal));
        docker.Refused().Should().Contain("/etc/cdi/fuse.yaml:11:11: ").And.Contain("hostpath").And.Contain("did you mean");
    }
}
