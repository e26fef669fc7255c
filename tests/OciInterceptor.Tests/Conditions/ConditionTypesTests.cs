using OciInterceptor.Conditions;

namespace OciInterceptor.Tests.Conditions;

public sealed class ConditionTypesTests
{
    [Fact]
    public void Every_condition_has_a_name_of_its_own_and_a_sentence_for_the_schema()
    {
        ConditionTypes.All.Select(type => type.Name).Should().OnlyHaveUniqueItems();
        ConditionTypes.All.Should().OnlyContain(type => type.Summary.EndsWith('.'));
    }

    [Fact]
    public void These_are_the_conditions() => ConditionTypes.All.Select(type => type.Name).Should().BeEquivalentTo(
        "annotations", "env", "command", "hostname", "containerId", "mountSource", "mountSourceOutside", "mountDestination", "privileged", "hostNamespaces",
        "capabilities", "apparmorProfile", "selinuxLabel", "hasBindMounts", "user", "verb", "noPivot", "image", "label", "pod", "namespace", "hostPath", "cgroupVersion", "kernel", "runtime", "runtimeFeature", "not", "any");

    [Fact]
    public void The_schema_says_who_controls_a_condition() =>
        ConditionTypes.All.Where(type => type.ControlledBy is null != !type.Member.Help.Contains("Controlled by ", StringComparison.Ordinal)).Should().BeEmpty();
}
