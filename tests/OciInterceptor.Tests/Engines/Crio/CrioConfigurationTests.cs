using OciInterceptor.Engines.Crio;
using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Tests.Engines.Crio;

/// <summary>Which runtime CRI-O would use, and whether another program can be in its place.</summary>
public sealed class CrioConfigurationTests
{
    [Theory]
    [InlineData("[crio.runtime]\ndefault_runtime = 'x'\n[crio.runtime.runtimes.x]\nruntime_path = '/opt/x'", "x /opt/x f")]
    [InlineData("[crio.runtime]\ndefault_runtime = 'x'\n[crio.runtime.runtimes.x]\nruntime_path = ''", "x x f")]
    [InlineData("[crio.runtime]\ndefault_runtime = ''\n[crio.runtime.runtimes.crun]\nruntime_path = '/opt/crun'", "crun /opt/crun f")]
    [InlineData("[crio.runtime.runtimes.crun]\nmonitor_path = '/m'", "crun crun f")]
    [InlineData("[crio.runtime.runtimes.crun]\nruntime_path = '/opt/crun'\n[crio.runtime.runtimes.runc]\nruntime_path = '/opt/runc'", "runc /opt/runc f")]
    [InlineData("[crio.runtime.runtimes.other]\nruntime_path = '/opt/other'", "runc runc ")]
    public void The_default_is_the_chosen_runtime_else_one_that_is_configured(string text, string expected) => Default(text, "/none").Should().Be(expected);

    /// <summary>runc is the answer where neither is: an error about it is plain to everybody.</summary>
    [Theory]
    [InlineData(false, false, "runc runc ")]
    [InlineData(true, false, "runc runc ")]
    [InlineData(true, true, "runc runc ")]
    [InlineData(false, true, "crun crun ")]
    public void Without_a_word_in_the_files_it_is_the_one_on_PATH(bool hasRunc, bool hasCrun, string expected) =>
        Default("", $"/none{(hasRunc ? ":" + RuntimePrograms.Runc : "")}{(hasCrun ? ":" + RuntimePrograms.Crun : "")}").Should().Be(expected);

    [Theory]
    [InlineData("runtime_type = 'vm'", "f:2: the default runtime x has runtime_type = \"vm\": it is a shim of its own, which calls no runtime that the interceptor could become")]
    [InlineData("runtime_type = 'oci'", null)]
    [InlineData("monitor_cgroup = 'vm'", null)]
    [InlineData("platform_runtime_paths = { 'linux/arm64' = '/opt/arm' }", "f:2: the default runtime x has other programs for some platforms (platform_runtime_paths), which the interceptor would not cover")]
    public void A_program_that_is_not_the_only_one_or_not_a_runtime_cannot_be_replaced(string setting, string? fault) =>
        Read($"[crio.runtime.runtimes.x]\n{setting}\n[crio.runtime.runtimes.y]\nruntime_type = 'vm'\n").Fault("x").Should().Be(fault);

    [Theory]
    [InlineData("runtime_type = 'pod'", "pod")]
    [InlineData("runtime_type = 'oci'", "oci")]
    [InlineData("monitor_cgroup = 'pod'", "oci")]
    public void The_type_is_that_of_the_setting(string setting, string type) => Read($"[crio.runtime.runtimes.x]\n{setting}\n").TypeOf("x").Should().Be(type);

    private static string Default(string text, string searchPath)
    {
        var found = Read(text).Default(searchPath);
        return $"{found.Name} {found.Program} {found.Source}";
    }

    private static CrioConfiguration Read(string text) => new([.. TomlReader.Read(text, "f").Select(entry => ("f", entry))]);
}
