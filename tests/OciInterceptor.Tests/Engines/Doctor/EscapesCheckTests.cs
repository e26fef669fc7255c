using OciInterceptor.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Doctor;

public sealed class EscapesCheckTests : IDisposable
{
    private const string Leak = "CVE-2024-21626 (runc 1.1.12)";
    private const string Masks = "CVE-2025-31133, CVE-2025-52565 and CVE-2025-52881 (runc 1.2.8, 1.3.3, 1.4.0-rc.3)";

    private readonly CheckRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("1.0.0-rc93", Leak, Masks)]
    [InlineData("1.1.11", Leak, Masks)]
    [InlineData("1.1.12", Masks)]
    [InlineData("1.1.15", Masks)]
    [InlineData("1.2.0-rc.1", Masks)]
    [InlineData("1.2.7", Masks)]
    [InlineData("1.2.8")]
    [InlineData("1.2.10")]
    [InlineData("1.3.2", Masks)]
    [InlineData("1.3.3")]
    [InlineData("1.4.0-rc.2", Masks)]
    [InlineData("1.4.0-rc.3")]
    [InlineData("1.4.0")]
    [InlineData("1.5.0-rc.1")]
    [InlineData("2.0")]
    public void A_runc_is_judged_by_its_line_of_releases(string version, params string[] escapes)
    {
        _run.Machine.WithProgram("dockerd").WithProgram("runc", $"runc version {version}\ncommit: v1\n");

        _run.Look(new EscapesCheck()).Should().Equal(escapes.Length == 0
            ? [$"W /usr/bin/runc is runc {version}, and none of the known escapes affects it"]
            : escapes.Select(escape => $"P /usr/bin/runc is runc {version}, older than the fix for {escape}"));
    }

    [Theory]
    [InlineData("1.1.5+ds1")]
    [InlineData("1.1.5-0ubuntu1")]
    [InlineData("1.1.5~rc1")]
    public void Of_a_distributions_build_it_cannot_be_told(string version)
    {
        _run.Machine.WithProgram("dockerd").WithProgram("runc", $"runc version {version}\n");
        _run.Look(new EscapesCheck()).Should().Equal(
            $"U /usr/bin/runc is runc {version}, older than the fix for {Leak}: the distribution may have backported the fix, see its changelog",
            $"U /usr/bin/runc is runc {version}, older than the fix for {Masks}: the distribution may have backported the fix, see its changelog");
    }

    [Theory]
    [InlineData("1.8.1", "+SYSTEMD +YAJL", "W /usr/bin/crun is crun 1.8.1, and none of the known escapes affects it")]
    [InlineData("1.19.1", "+SYSTEMD +LIBKRUN", "P /usr/bin/crun is crun 1.19.1, older than the fix for CVE-2025-24965 (crun 1.20)")]
    [InlineData("1.20", "+LIBKRUN", "W /usr/bin/crun is crun 1.20, and none of the known escapes affects it")]
    public void A_crun_is_judged_by_its_own(string version, string features, string expected)
    {
        _run.Machine.WithProgram("podman").WithProgram("crun", $"crun version {version}\ncommit: x\n{features}\n");
        _run.Look(new EscapesCheck()).Should().Equal(expected);
    }

    [Fact]
    public void Behind_the_interceptor_it_is_the_runtime_that_counts()
    {
        _run.WithDocker("/opt/oci-interceptor").Machine.WithInterceptor("/opt/oci-interceptor").With("/opt/runc", "ELF").Runtimes["/opt/oci-interceptor"] = "/opt/runc";
        _run.Machine.Outputs["/opt/runc --version"] = "runc version 1.2.7\n";
        _run.Look(new EscapesCheck()).Should().Equal(
            "W /usr/bin/runc is runc 1.3.3, and none of the known escapes affects it",
            $"P /opt/runc is runc 1.2.7, older than the fix for {Masks}");
    }

    [Theory]
    [InlineData(null, "U /usr/bin/runc does not report its version")]
    [InlineData("kata-runtime : 3.2\n", null)]
    [InlineData("runc version unknown\n", null)]
    [InlineData("", null)]
    public void What_is_not_known_is_not_judged(string? output, string? expected)
    {
        _run.Machine.WithProgram("dockerd").WithProgram("runc");
        _run.Machine.Outputs.Remove("/usr/bin/runc --version");
        if (output is not null)
        {
            _run.Machine.Outputs["/usr/bin/runc --version"] = output;
        }
        _run.Look(new EscapesCheck()).Should().Equal(expected is null ? [] : [expected]);
    }
}
