using Mutate;
using Mutate.Running;

namespace OciInterceptor.Tests.Mutation;

/// <summary>Where time is short, the tests run first that are likely to notice a mutant.</summary>
public sealed class NearnessTests
{
    [Theory]
    [InlineData("OciInterceptor.Tests.Rules.Limits.LimitRuleTests", 0)]
    [InlineData("OciInterceptor.Tests.Linux.MoreLimitRuleTests", 0)]
    [InlineData("OciInterceptor.Tests.Rules.Limits.OtherTests", 1)]
    [InlineData("OciInterceptor.Tests.Rules.Mounts.OtherTests", 2)]
    [InlineData("OciInterceptor.Tests.Rules.OtherTests", 2)]
    [InlineData("OciInterceptor.Tests.RulesOfElsewhere.OtherTests", 3)]
    [InlineData("OciInterceptor.Tests.Json.JsonTextTests", 3)]
    [InlineData("OciInterceptor.Tests.PassThroughTests", 3)]
    public void A_class_is_near_by_its_name_then_by_its_folder(string testClass, int distance) =>
        new Nearness([new Mutant(1, "Rules/Limits/LimitRule.cs", 1, new Edit(default, ""), "a", "b")]).Distance(testClass).Should().Be(distance);

    [Fact]
    public void What_is_in_no_folder_is_near_the_tests_in_none() =>
        new Nearness([new Mutant(1, "Program.cs", 1, new Edit(default, ""), "a", "b")]).Distance("OciInterceptor.Tests.PassThroughTests").Should().Be(1);
}
