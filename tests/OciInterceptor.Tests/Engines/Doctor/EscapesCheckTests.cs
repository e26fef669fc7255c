using OciInterceptor.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Doctor;

public sealed class EscapesCheckTests : IDisposable
{
    private const string Leak = "CVE-2024-21626 (runc 1.1.12)";
    private const string Masks = "CVE-2025-31133 (runc 1.2.8, 1.3.3, 1.4.0-rc.3)";
    private const string Console = "CVE-2025-52565 (runc 1.2.8, 1.3.3, 1.4.0-rc.3)";
    private const string Proc = "CVE-2025-52881 (runc 1.2.8, 1.3.3, 1.4.0-rc.3)";
    private const string Dev = "CVE-2026-41579 (runc 1.3.6, 1.4.3, 1.5.0-rc.3)";
    private const string Restore = "CVE-2026-119101 (runc 1.3.7, 1.4.4, 1.5.3, 1.6.0-rc.2)";

    private readonly CheckRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("1.0.0-rc93", Leak, Masks, Console, Proc, Dev, Restore)]
    [InlineData("1.1.11", Leak, Masks, Console, Proc, Dev, Restore)]
    [InlineData("1.1.12", Masks, Console, Proc, Dev, Restore)]
    [InlineData("1.2.0-rc.1", Masks, Console, Proc, Dev, Restore)]
    [InlineData("1.2.7", Masks, Console, Proc, Dev, Restore)]
    [InlineData("1.2.8", Dev, Restore)]
    [InlineData("1.2.10", Dev, Restore)]
    [InlineData("1.3.2", Masks, Console, Proc, Dev, Restore)]
    [InlineData("1.3.3", Dev, Restore)]
    [InlineData("1.3.6", Restore)]
    [InlineData("1.3.7")]
    [InlineData("1.4.0-rc.2", Masks, Console, Proc, Dev, Restore)]
    [InlineData("1.4.0-rc.3", Dev, Restore)]
    [InlineData("1.4.3", Restore)]
    [InlineData("1.5.0-rc.2", Dev, Restore)]
    [InlineData("1.5.0-rc.3", Restore)]
    [InlineData("1.5.3")]
    [InlineData("1.6.0-rc.1", Restore)]
    [InlineData("1.6.0-rc.2")]
    public void A_runc_is_judged_by_its_line_of_releases(string version, params string[] escapes)
    {
        _run.Machine.WithProgram("podman").WithProgram("runc", $"runc version {version}\ncommit: v1\n");

        _run.Look(new EscapesCheck()).Should().Equal(escapes.Length == 0
            ? [$"W /usr/bin/runc is runc {version}, and none of the escapes known on 2026-11-29 affects it"]
            : escapes.Select(escape => $"P /usr/bin/runc is runc {version}, older than the fix for {escape}"));
    }

    [Theory]
    [InlineData("1.18", "+LIBKRUN", "CVE-2025-24965", "CVE-2026-47766", "CVE-2026-88264", "CVE-2026-88265", "CVE-2026-115520", "CVE-2026-115521")]
    [InlineData("1.18", "+SYSTEMD", "CVE-2026-47766", "CVE-2026-88264", "CVE-2026-88265", "CVE-2026-115520", "CVE-2026-115521")]
    [InlineData("1.19", "+SYSTEMD", "CVE-2026-30892", "CVE-2026-47766", "CVE-2026-88264", "CVE-2026-88265", "CVE-2026-115520", "CVE-2026-115521")]
    [InlineData("1.28", "+LIBKRUN", "CVE-2026-88264", "CVE-2026-88265", "CVE-2026-115520", "CVE-2026-115521")]
    [InlineData("1.30", "+LIBKRUN", "CVE-2026-84042", "CVE-2026-115520", "CVE-2026-115521")]
    [InlineData("1.30.1", "+LIBKRUN", "CVE-2026-115520", "CVE-2026-115521")]
    [InlineData("1.31", "+LIBKRUN")]
    public void A_crun_is_judged_by_its_release_and_its_features(string version, string features, params string[] escapes)
    {
        _run.Machine.WithProgram("podman").WithProgram("crun", $"crun version {version}\ncommit: x\n{features}\n");
        Found().Should().Equal(escapes);
    }

    [Theory]
    [InlineData("dockerd", "Docker version 29.3.0, build x\n", "CVE-2026-34040", "CVE-2026-41567", "CVE-2026-41568", "CVE-2026-42306", "CVE-2026-17106")]
    [InlineData("dockerd", "Docker version 29.3.1, build x\n", "CVE-2026-41567", "CVE-2026-41568", "CVE-2026-42306", "CVE-2026-17106")]
    [InlineData("dockerd", "Docker version 29.7.0, build x\n")]
    [InlineData("containerd", "containerd github.com/containerd/containerd 1.7.31 x\n", "CVE-2026-46680", "CVE-2026-53488")]
    [InlineData("containerd", "containerd github.com/containerd/containerd 1.7.33 x\n")]
    [InlineData("containerd", "containerd github.com/containerd/containerd/v2 v2.1.0 x\n", "CVE-2024-25621", "CVE-2025-47290", "CVE-2026-46680", "CVE-2026-53488", "CVE-2026-50195", "CVE-2026-53489", "CVE-2026-53492", "CVE-2026-95837")]
    [InlineData("containerd", "containerd github.com/containerd/containerd/v2 v2.0.10 x\n")]
    [InlineData("containerd", "containerd github.com/containerd/containerd/v2 v2.3.4 x\n")]
    public void An_engine_is_judged_by_its_own(string program, string version, params string[] escapes)
    {
        _run.Machine.WithProgram(program, version);
        Found().Should().Equal(escapes);
    }

    [Fact]
    public void An_engine_whose_program_is_not_here_is_not_judged()
    {
        _run.Machine.With("/etc/docker/daemon.json", "{}").With("/etc/containerd/config.toml", "version = 2\n");
        _run.Look(new EscapesCheck()).Should().BeEmpty();
    }

    [Fact]
    public void A_finding_has_its_number_and_its_source()
    {
        _run.Machine.WithProgram("podman").WithProgram("runc", "runc version 1.5.2\n");
        new EscapesCheck().Look(_run.Context()).Select(diagnosis => (diagnosis.Id, diagnosis.Source)).Should()
            .Equal(("CVE-2026-119101", "https://github.com/opencontainers/runc/releases/tag/v1.5.3"));
    }

    [Fact]
    public void What_the_operator_has_judged_is_left_out_and_told()
    {
        using var run = new CheckRun { Ignored = ["CVE-2026-119101", "CVE-2099-0001"] };
        run.Machine.WithProgram("podman").WithProgram("runc", "runc version 1.5.2\n");
        run.Look(new EscapesCheck()).Should().Equal("W /usr/bin/runc is runc 1.5.2, and none of the escapes known on 2026-11-29 affects it; ignored: CVE-2026-119101");
        run.Machine.WithProgram("runc", "runc version 1.5.0-rc.2\n");
        run.Look(new EscapesCheck()).Should().Equal($"P /usr/bin/runc is runc 1.5.0-rc.2, older than the fix for {Dev}");
    }

    [Theory]
    [InlineData("1.5.3", 180, "W /usr/bin/runc is runc 1.5.3, and none of the escapes known on 2026-11-29 affects it")]
    [InlineData("1.5.3", 181, "U /usr/bin/runc is runc 1.5.3, and the list of escapes is dated 2026-11-29, more than 180 days ago: update oci-interceptor")]
    [InlineData("1.6.0-rc.3", 0, "U /usr/bin/runc is runc 1.6.0-rc.3, and the list of escapes is dated 2026-11-29 and covers runc up to 1.6.0-rc.2: update oci-interceptor")]
    [InlineData("1.6.0", 0, "U /usr/bin/runc is runc 1.6.0, and the list of escapes is dated 2026-11-29 and covers runc up to 1.6.0-rc.2: update oci-interceptor")]
    public void Beyond_its_list_it_clears_nothing(string version, int days, string expected)
    {
        _run.Machine.WithProgram("podman").WithProgram("runc", $"runc version {version}\n").Now = new DateTimeOffset(EscapeList.Date.AddDays(days), new TimeOnly(23, 59), TimeSpan.Zero);
        _run.Look(new EscapesCheck()).Should().Equal(expected);
    }

    [Theory]
    [InlineData("1.5.2+ds1")]
    [InlineData("1.5.2-0ubuntu1")]
    [InlineData("1.5.2~rc1")]
    public void Of_a_distributions_build_without_its_package_it_cannot_be_told(string version)
    {
        _run.Machine.WithProgram("podman").WithProgram("runc", $"runc version {version}\n");
        _run.Look(new EscapesCheck()).Should().Equal($"U /usr/bin/runc is runc {version}, older than the fix for {Restore}: the distribution may have backported the fix, see its changelog");
    }

    [Fact]
    public void Behind_the_interceptor_it_is_the_runtime_that_counts()
    {
        _run.WithDocker("/opt/oci-interceptor").Machine.WithInterceptor("/opt/oci-interceptor").With("/opt/runc", "ELF").Runtimes["/opt/oci-interceptor"] = "/opt/runc";
        _run.Machine.WithProgram("runc", "runc version 1.5.3\n").Outputs["/opt/runc --version"] = "runc version 1.5.2\n";
        _run.Look(new EscapesCheck()).Should().Equal(
            "W /usr/bin/runc is runc 1.5.3, and none of the escapes known on 2026-11-29 affects it",
            $"P /opt/runc is runc 1.5.2, older than the fix for {Restore}");
    }

    [Theory]
    [InlineData("{'rules':[{'name':'mine','type':'no-new-privileges','shield':{'covers':['CVE-2026-119101'],'source':'https://x'}}]}", "; for docker: oi0 the rule \"mine\" (policy.json) covers it")]
    [InlineData("{'rules':[{'name':'mine','type':'deny','when':{'noPivot':true},'shield':{'covers':['x','CVE-2026-119101'],'source':'https://x','leaves':'the rest'}}]}", "; for docker: oi0 the rule \"mine\" (policy.json) covers it, except the rest")]
    [InlineData("{'rules':[{'name':'mine','type':'no-new-privileges','when':{'verb':'run'},'shield':{'covers':['CVE-2026-119101'],'source':'https://x'}}]}", "")]
    [InlineData("{'rules':[{'name':'mine','type':'no-new-privileges','mode':'warn','shield':{'covers':['CVE-2026-119101'],'source':'https://x'}}]}", "")]
    [InlineData("{'rules':[{'name':'mine','type':'no-new-privileges','shield':{'covers':['CVE-2026-11910'],'source':'https://x'}}]}", "")]
    [InlineData("{'rules':[{'type':'nonsense'}]}", "")]
    public void A_shield_that_covers_an_escape_is_named(string policy, string told)
    {
        _run.WithDocker("/usr/bin/oci-interceptor").WithPolicy(policy).Machine.WithInterceptor().WithProgram("runc", "runc version 1.5.2\n");

        _run.Look(new EscapesCheck()).Should().Equal($"P /usr/bin/runc is runc 1.5.2, older than the fix for {Restore}{told.Replace("policy.json", _run.Root + "/config.json", StringComparison.Ordinal)}");
    }

    [Fact]
    public void The_built_in_shield_covers_what_it_names()
    {
        _run.WithDocker("/usr/bin/oci-interceptor").WithPolicy("{'profiles':['shield']}").Machine.WithInterceptor().WithProgram("crun", "crun version 1.29\n").Runtimes["/usr/bin/oci-interceptor"] = "/usr/bin/crun";

        string.Join('\n', _run.Look(new EscapesCheck())).Should()
            .MatchRegex("CVE-2026-88264 .*; for docker: oi0 the rule \"own-dev\" \\(profile shield\\) covers it, except containers that mount a volume at /dev\n")
            .And.MatchRegex("CVE-2026-115520 [^;]*\n");
    }

    [Theory]
    [InlineData(null, "U /usr/bin/runc does not report its version")]
    [InlineData("kata-runtime : 3.2\n", null)]
    [InlineData("runc version unknown\n", null)]
    [InlineData("", null)]
    public void What_is_not_known_is_not_judged(string? output, string? expected)
    {
        _run.Machine.WithProgram("podman").WithProgram("runc");
        _run.Machine.Outputs.Remove("/usr/bin/runc --version");
        if (output is not null)
        {
            _run.Machine.Outputs["/usr/bin/runc --version"] = output;
        }
        _run.Look(new EscapesCheck()).Should().Equal(expected is null ? [] : [expected]);
    }

    private IEnumerable<string> Found() =>
        new EscapesCheck().Look(_run.Context()).Where(diagnosis => diagnosis.Condition == Health.Problem).Select(diagnosis => diagnosis.Id!);
}
