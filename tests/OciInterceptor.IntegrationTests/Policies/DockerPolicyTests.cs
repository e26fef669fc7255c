using System.Globalization;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Policies in real Docker: what each rule does is seen from inside the container, with plain runc as the control.</summary>
[Collection(PolicySuite.Name)]
public sealed class DockerPolicyTests(PolicyDocker docker)
{
    private static readonly string[] _removed = ["--env", "OI_REMOVED=there"];

    [Fact]
    public void By_plain_runc_the_policy_is_not_there()
    {
        docker.Directory.Is(docker.Observed.Json);
        docker[null].Run(0, ObservedPolicy.Look, _removed).OutputText.Should().Be(ObservedPolicy.Without);
    }

    [Fact]
    public void Without_a_policy_the_interceptor_does_nothing()
    {
        docker.Directory.Clear();
        docker[PolicyDocker.ByFile].Run(0, ObservedPolicy.Look, _removed).OutputText.Should().Be(ObservedPolicy.Without);
    }

    [Fact]
    public void A_file_alone_does_what_each_of_its_rules_says()
    {
        docker.Directory.Is(docker.Observed.Json);
        docker[PolicyDocker.ByFile].Run(0, ObservedPolicy.Look, _removed).OutputText.Should().Be(ObservedPolicy.Under);
    }

    [Fact]
    public void The_name_that_the_binary_is_called_by_chooses_a_profile()
    {
        docker.Directory.Clear();
        docker.Directory.Write("profiles/strict.json", docker.Observed.Json);
        docker[PolicyDocker.ByName].Run(0, ObservedPolicy.Look, _removed).OutputText.Should().Be(ObservedPolicy.Under);
        docker[PolicyDocker.ByFile].Run(0, ObservedPolicy.Look, _removed).OutputText.Should().Be(ObservedPolicy.Without);
    }

    [Fact]
    public void A_file_in_runtimeArgs_is_the_policy_in_place_of_the_usual_one()
    {
        docker.Directory.Is("""{ "rules": [{ "type": "env", "force": { "OI_FORCED": "by the usual file" } }] }""");
        File.WriteAllText(docker.ArgumentFile, docker.Observed.Json);
        docker[PolicyDocker.ByArgument].Run(0, ObservedPolicy.Look, _removed).OutputText.Should().Be(ObservedPolicy.Under);
    }

    /// <summary>Law 6: errors reach the person.</summary>
    [Fact]
    public void A_denial_reaches_the_output_of_docker_run_with_rule_file_condition_and_message()
    {
        docker.Directory.Is("""
            { "rules": [{ "name": "no-labels", "type": "deny", "when": { "hostname": "bad-*" }, "message": "call it something else" }] }
            """);
        docker.Refused("--hostname", "bad-name").Should().Contain("no-labels").And.Contain("/etc/oci-interceptor/config.json").And.Contain("hostname").And.Contain("bad-*")
            .And.Contain("call it something else");
        docker[PolicyDocker.ByFile].Run(0, "true", "--hostname", "good-name");
    }

    [Fact]
    public void An_unknown_member_reaches_the_output_of_docker_run_with_its_place_and_the_nearest_word()
    {
        docker.Directory.Is("{\n  \"rules\": [\n    { \"type\": \"umask\", \"valeu\": \"0027\" }\n  ]\n}\n");
        docker.Refused().Should().Contain("/etc/oci-interceptor/config.json:3:24: ").And.Contain("valeu").And.Contain("did you mean").And.Contain("value");
    }

    [Fact]
    public void A_policy_that_cannot_be_trusted_reaches_the_output_of_docker_run()
    {
        docker.Directory.Is("{}");
        new Command("chmod", "g+w", docker.Directory["config.json"]).Run().Succeeded();
        docker.Refused().Should().Contain("cannot trust /etc/oci-interceptor/config.json");
    }

    /// <summary>Exec rules of the policy: the ceiling holds whatever the exec asks for.</summary>
    [Fact]
    public void A_privileged_exec_stays_below_the_ceiling()
    {
        const string capabilities = "grep -E '^Cap(Bnd|Eff|Prm|Inh|Amb)' /proc/self/status";
        docker.Directory.Is("""{ "rules": [{ "type": "capabilities", "ceiling": ["CHOWN", "KILL", "SETUID"] }] }""");
        using var plain = docker[null].Start(Container.Wait).Says("ready");
        using var capped = docker[PolicyDocker.ByFile].Start(Container.Wait).Says("ready");

        var control = plain.PrepareExec(capabilities, "--privileged").Run();
        var result = capped.Exec(0, capabilities, "--privileged").OutputText;

        // runc gives all capabilities, or fails where the machine itself does not have them all.
        if (control.ExitCode == 0)
            Sets(control.OutputText).Should().AllSatisfy(set => set.Key.Should().BeOneOf("CapAmb", "CapInh", "CapBnd", "CapEff", "CapPrm"))
                .And.Contain(set => set.Key == "CapBnd" && set.Value > 0xa1);
        else
            HasEveryCapability().Should().BeFalse("{0}", control);
        Sets(result).Should().HaveCount(5).And.AllSatisfy(set => (set.Value & ~0xa1UL).Should().Be(0));
        Sets(result)["CapBnd"].Should().Be(0xa1);
        Sets(result)["CapEff"].Should().Be(0xa1);
    }

    [Fact]
    public void A_privileged_container_stays_below_the_ceiling()
    {
        docker.Directory.Is("""{ "rules": [{ "type": "capabilities", "ceiling": ["CHOWN", "KILL", "SETUID"] }] }""");
        var seen = docker[PolicyDocker.ByFile].Run(0, "grep -E '^Cap(Bnd|Eff)' /proc/self/status", "--privileged").OutputText;
        Sets(seen).Should().HaveCount(2).And.AllSatisfy(set => set.Value.Should().Be(0xa1));
    }

    [Fact]
    public void A_filter_that_allows_all_counts_as_none()
    {
        var options = new[] { "--user", "1000", "--security-opt", $"seccomp={docker.Files.Write("allow-all.json", """{ "defaultAction": "SCMP_ACT_ALLOW" }""")}" };
        docker[null].Run(0, "unshare -U true", options);
        docker.Directory.Is("""{ "rules": [{ "type": "seccomp", "profile": "docker-default", "ifAbsent": true }] }""");
        docker[PolicyDocker.ByFile].Run(1, "unshare -U true", options).ErrorText.Should().Contain("Operation not permitted");
    }

    [Fact]
    public void An_exec_can_be_denied()
    {
        docker.Directory.Is("""
            { "rules": [{ "name": "no-debugging", "type": "deny", "when": { "verb": "exec", "user": "0" }, "message": "no root shells" }] }
            """);
        using var container = docker[PolicyDocker.ByFile].Start(Container.Wait).Says("ready");
        container.Exec(0, "true", "--user", "1000");
        var refused = container.PrepareExec("echo ran").Run();
        refused.ExitCode.Should().NotBe(0);
        refused.OutputText.Should().NotContain("ran\n");
        (refused.OutputText + refused.ErrorText).Should().Contain("no root shells").And.Contain("no-debugging");
    }

    private static bool HasEveryCapability()
    {
        var last = int.Parse(File.ReadAllText("/proc/sys/kernel/cap_last_cap"), CultureInfo.InvariantCulture);
        return Sets(File.ReadLines("/proc/self/status").First(line => line.StartsWith("CapBnd:", StringComparison.Ordinal)))["CapBnd"] == (2UL << last) - 1;
    }

    private static Dictionary<string, ulong> Sets(string status) =>
        status.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':'))
            .ToDictionary(parts => parts[0], parts => Convert.ToUInt64(parts[1].Trim(), 16));
}
