using System.Text;
using OciInterceptor.Policy;
using OciInterceptor.Schema;

namespace OciInterceptor.Tests.Documentation;

/// <summary>Whatever a policy may have in it is shown in an example that tests read, and tried in a golden folder.</summary>
public sealed class UsedMembersTests
{
    private const string Specification = "as in the runtime specification, whose words it has";
    private const string Default = "the default, which nobody writes";
    private const string Setting = "policy.md lists the settings of a file, and no document shows their effect";
    private const string Loosened = "it loosens a safe default, and no example invites to that";
    private const string Sibling = "allow and deny have the same, and the other one is shown";

    /// <summary>What no example shows, and why.</summary>
    private static readonly (string Pattern, string Reason)[] _notShown =
    [
        ("rule.mode=enforce", Default), ("policy.mode=enforce", Default), ("rule.onUnsupported=warn", Default), ("hooks.position=before", Default), ("seccomp.allow.action=SCMP_ACT_ALLOW", Default),
        ("capabilities.default=docker-default", Default),
        ("policy.$schema", Setting), ("policy.cloneRuntime", Setting), ("policy.debugOutput*", Setting), ("policy.execArguments*", Setting), ("policy.log*", Setting),
        ("resources.default.*", Specification), ("resources.force.*", Specification), ("scheduler.value.*", Specification), ("intel-rdt.value.l3CacheSchema", Specification),
        ("io-priority.value.class=*", Specification), ("memory-policy.value.flags=*", Specification), ("mounts.add.?idMappings*", Specification), ("namespaces.timeOffsets.*", Specification),
        ("rlimits.*", Specification), ("hooks.add.*", Specification), ("operation.op=replace", Specification),
        ("*.trustedDirectories", Loosened), ("mounts.add.allowSensitive", Loosened), ("when.mountSource*.unknown*", Loosened),
        ("seccomp.*.includes*", Sibling), ("seccomp.*.excludes*", Sibling), ("seccomp.*.valueTwo", Sibling), ("seccomp.allow.name", Sibling),
    ];

    /// <summary>What no golden folder tries, and why.</summary>
    private static readonly (string Pattern, string Reason)[] _notTried =
    [
        ("policy.*", Setting), ("resources.default.*", Specification), ("resources.force.*", Specification), ("memory-policy.value.flags=*", Specification),
    ];

    [Fact]
    public void A_recipe_a_profile_or_an_example_shows_whatever_a_policy_may_have() =>
        NotExplained(Examples.Concat(Profiles), _notShown).Should().BeEmpty();

    [Fact]
    public void A_golden_folder_tries_whatever_a_rule_may_have() => NotExplained(Golden.Concat(Profiles), _notTried).Should().BeEmpty();

    /// <summary>An explanation goes when there is an example.</summary>
    [Fact]
    public void Every_explanation_is_of_something_missing()
    {
        var notShown = Missing(Examples.Concat(Profiles));
        var notTried = Missing(Golden.Concat(Profiles));

        _notShown.Where(entry => !notShown.Exists(name => new Glob(entry.Pattern).Matches(name))).Should().BeEmpty();
        _notTried.Where(entry => !notTried.Exists(name => new Glob(entry.Pattern).Matches(name))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("{\"rules\":[{\"type\":\"umask\",\"value\":\"0\",\"when\":{\"not\":{\"any\":[{\"pod\":\"x\"}]}}}]}", "policy.rules rule.when umask umask.value when when.any when.not when.pod")]
    [InlineData("// c\n{\"rules\":[{\"type\":\"env\",\"mode\":\"off\",\"force\":{\"A\":\"${pod.name|*}$${env:A}\"}},]}", "${pod.name} env env.force policy.rules rule.mode rule.mode=off")]
    [InlineData("{\"rules\":[{\"type\":\"hooks\",\"add\":{\"poststop\":[{\"path\":\"/x\"}]}}]}", "hooks hooks.add hooks.add.STAGE.path hooks.add.poststop policy.rules")]
    public void What_a_policy_uses_is_found(string policy, string names) => string.Join(' ', UsedMembers.In(policy)).Should().Be(names);

    private static List<string> NotExplained(IEnumerable<string> policies, (string Pattern, string Reason)[] explained) =>
        Missing(policies).Where(name => !explained.Any(entry => new Glob(entry.Pattern).Matches(name))).ToList();

    private static List<string> Missing(IEnumerable<string> policies) => UsedMembers.Declared().Except(policies.SelectMany(UsedMembers.In)).ToList();

    private static IEnumerable<string> Profiles => BuiltInProfiles.Names.Select(name => Encoding.UTF8.GetString(BuiltInProfiles.Find(name)!));

    private static IEnumerable<string> Golden =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "TestData", "Rules"), "policy.json", SearchOption.AllDirectories).Select(File.ReadAllText);

    private static IEnumerable<string> Examples =>
        MarkdownPage.Rules.Append(new MarkdownPage("recipes.md")).Append(new MarkdownPage("policy.md")).SelectMany(page => page.Sections).SelectMany(section => MarkdownPage.Policies(section.Text));
}
