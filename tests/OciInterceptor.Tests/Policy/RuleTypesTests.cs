using OciInterceptor.Policy;
using OciInterceptor.Rules;

namespace OciInterceptor.Tests.Policy;

public sealed class RuleTypesTests
{
    [Fact]
    public void Every_rule_is_registered_once() =>
        RuleTypes.All.Select(type => type.Name).Should().BeEquivalentTo(RuleClasses.Of<IRule>().Select(rule => RuleClasses.TypeOf(rule).Name));

    [Fact]
    public void A_rule_class_is_its_type_word_and_Rule() =>
        RuleClasses.Of<IRule>().Should().OnlyContain(rule =>
            rule.Name == string.Concat(RuleClasses.TypeOf(rule).Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1))) + "Rule");

    [Fact]
    public void Every_rule_has_a_class_of_tests()
    {
        var tests = typeof(RuleTypesTests).Assembly.GetTypes().Select(type => type.FullName).ToHashSet();
        RuleClasses.Of<IRule>().Select(rule => $"OciInterceptor.Tests.Rules.{rule.Name}Tests").Where(name => !tests.Contains(name)).Should().BeEmpty();
    }
}
