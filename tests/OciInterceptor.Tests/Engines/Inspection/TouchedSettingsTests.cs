using System.Text;
using OciInterceptor.Engines.Inspection;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Spec;

namespace OciInterceptor.Tests.Engines.Inspection;

/// <summary>Which settings the operations of rules are about.</summary>
public sealed class TouchedSettingsTests
{
    private const string Result = """
        {'process':{'env':['A=1','B=2','C=3'],'rlimits':[{'type':'RLIMIT_CORE'},{'type':'RLIMIT_NOFILE'}]},
         'mounts':[{'destination':'/a/'},{'destination':'/b'},{'destination':'/c'}]}
        """;

    [Theory]
    [InlineData("replace /process/noNewPrivileges true", Setting.NoNewPrivileges, "")]
    [InlineData("add /process {}", Setting.NoNewPrivileges, "")]
    [InlineData("replace /process/user/uid 5", Setting.User, "")]
    [InlineData("add /linux/resources/memory {}", Setting.Memory, "")]
    [InlineData("replace /linux/seccomp/syscalls/0/names/1 'x'", Setting.Seccomp, "")]
    [InlineData("add /process/env/3 'D=sha256:abc'", Setting.Env, "D")]
    [InlineData("add /process/env/- 'D'", Setting.Env, "")]
    [InlineData("replace /process/env/0 'A=x'", Setting.Env, "A")]
    [InlineData("replace /process/rlimits/1/soft 5", Setting.Rlimit, "RLIMIT_NOFILE")]
    [InlineData("add /process/capabilities/bounding/0 'CAP_KILL'", Setting.Capability, "KILL")]
    [InlineData("add /process/capabilities/effective/0 'CAP_KILL'", Setting.CapabilitySet, "effective")]
    [InlineData("add /mounts/0/options/1 'ro'", Setting.Mount, "/a")]
    [InlineData("add /mounts/0/options/1 'ro'", Setting.MountFlags, "/a")]
    [InlineData("add /mounts/1 {'destination':'/b'}", Setting.Mount, "/b")]
    [InlineData("add /linux/maskedPaths/0 '/proc/kcore/'", Setting.Masked, "/proc/kcore")]
    [InlineData("add /linux/devices/0 {'path':'/dev/kvm'}", Setting.Device, "/dev/kvm")]
    [InlineData("replace /linux/namespaces/0 {'type':'pid'}", Setting.Namespace, "pid")]
    [InlineData("remove /linux/sysctl/a.b", Setting.Sysctl, "a.b")]
    [InlineData("add /process/rlimits [{'type':'RLIMIT_CORE'},{'type':'RLIMIT_NOFILE'}]", Setting.Rlimit, "RLIMIT_NOFILE")]
    [InlineData("add /process/capabilities {'bounding':['CAP_KILL']}", Setting.Capability, "KILL")]
    [InlineData("add /linux {'sysctl':{'a.b':'1'}}", Setting.Sysctl, "a.b")]
    [InlineData("replace /process/env ['D=1']", Setting.Env, "D")]
    public void An_operation_is_about_a_setting(string operation, string family, string item)
    {
        Of(1, operation).Has(new Setting(family, item), differs: false).Should().BeTrue();
        Of(1, operation).Has(new Setting(Setting.Apparmor + "x"), differs: true).Should().BeFalse();
    }

    [Theory]
    [InlineData("replace /process/noNewPrivileges true", Setting.Seccomp, "")]
    [InlineData("add /process/env/3 'D=1'", Setting.Env, "A")]
    [InlineData("replace /mounts/0/options/1 'ro'", Setting.Mount, "/b")]
    [InlineData("add /hooks {}", Setting.User, "")]
    [InlineData("add /process/rlimits [{'type':'RLIMIT_CORE'}]", Setting.Rlimit, "RLIMIT_NOFILE")]
    [InlineData("add /process {'env':5}", Setting.Env, "D")]
    [InlineData("replace /process/user/umask 5", Setting.User, "")]
    public void And_about_no_other(string operation, string family, string item) => Of(1, operation).Has(new Setting(family, item), differs: true).Should().BeFalse();

    /// <summary>It has left no name, so that whatever is another in its family may be what was removed.</summary>
    [Theory]
    [InlineData("remove /process/env/0", Setting.Env)]
    [InlineData("remove /mounts/2", Setting.Mount)]
    [InlineData("replace /process/env []", Setting.Env)]
    [InlineData("remove /process/capabilities", Setting.Capability)]
    [InlineData("replace /mounts/9/options/1 'ro'", Setting.Mount)]
    public void What_was_removed_is_known_by_its_family(string operation, string family)
    {
        Of(1, operation).Has(new Setting(family, "x"), differs: true).Should().BeTrue();
        Of(1, operation).Has(new Setting(family, "x"), differs: false).Should().BeFalse();
    }

    [Theory]
    [InlineData("/c", "replace /mounts/0/options/0 'ro'", "add /mounts/0 {}", "add /mounts/1 {}")]
    [InlineData("/a", "replace /mounts/1/options/0 'ro'", "remove /mounts/0")]
    [InlineData("/b", "replace /mounts/1/options/0 'ro'", "remove /mounts/2", "add /mounts/2 {}", "add /process/env/0 'x'", "add /mounts/0/options/0 'x'")]
    [InlineData(null, "replace /mounts/1/options/0 'ro'", "remove /mounts/1")]
    [InlineData(null, "replace /mounts/1/options/0 'ro'", "replace /mounts []")]
    public void An_item_is_followed_past_what_is_added_and_removed_before_it(string? mount, params string[] operations)
    {
        var touched = Of(1, operations);
        ((string[])["/a", "/b", "/c"]).Where(point => touched.Has(new Setting(Setting.Mount, point), differs: false)).Should().Equal(mount is null ? [] : [mount]);
    }

    [Fact]
    public void Operations_of_later_rules_are_not_this_ones() => Of(1, "add /mounts/0 {'destination':'/a'}", "replace /process/noNewPrivileges true").Has(new Setting(Setting.NoNewPrivileges), true).Should().BeFalse();

    [Theory]
    [InlineData("/hooks/prestart/0", false)]
    [InlineData("/annotations/a", false)]
    [InlineData("/mounts/0", true)]
    [InlineData("/process/user", true)]
    [InlineData("/process/user/umask", false)]
    public void Some_places_of_a_document_are_not_settings(string path, bool isKnown) => TouchedSettings.IsKnown(path).Should().Be(isKnown);

    private static TouchedSettings Of(int count, params string[] operations) => new(
        [.. operations.Select(text => text.Split(' ', 3)).Select(words => new PatchOperation(words[0], words[1], words.Length > 2 ? Parse(words[2]) : null))],
        count,
        new RuntimeSpec((JsonObject)Parse(Result)));

    private static JsonValue Parse(string text) => JsonText.Parse(Encoding.UTF8.GetBytes(text.Replace('\'', '"')), "test");
}
