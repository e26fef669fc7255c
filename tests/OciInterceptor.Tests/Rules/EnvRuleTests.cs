using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Collections;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Rules;

public sealed class EnvRuleTests
{
    [Theory]
    [InlineData("", "A=1", "", "A=1")]
    [InlineData("A=0", "A=1", "", "A=0")]
    [InlineData("A=", "A=1", "", "A=")]
    [InlineData("", "A=1 A=2", "", "A=1")]
    [InlineData("", "B=1 A=2", "", "B=1 A=2")]
    [InlineData("", "A=", "", "A=")]
    [InlineData("A", "A=1", "", "A A=1")]
    [InlineData("AB=0 a=0", "A=1", "", "AB=0 a=0 A=1")]
    [InlineData("A=0 A=9", "A=1", "", "A=0 A=9")]
    public void A_default_is_set_where_there_is_none_and_the_first_wins(string env, string defaults, string forced, string expected) =>
        Apply(env, defaults, forced).Should().Equal(Words(expected));

    [Theory]
    [InlineData("", "", "A=1", "A=1")]
    [InlineData("X=0 A=0 Y=0", "", "A=1", "X=0 A=1 Y=0")]
    [InlineData("X=0 A=0 Y=0 A=2 Z=0", "", "A=1", "X=0 A=1 Y=0 Z=0")]
    [InlineData("A=0", "", "A=1 A=2", "A=2")]
    [InlineData("", "", "B=1 A=2", "B=1 A=2")]
    [InlineData("A=0", "", "A=", "A=")]
    [InlineData("A", "", "A=1", "A=1")]
    [InlineData("A=0 A", "", "A=1", "A=1")]
    [InlineData("AB=0", "", "A=1", "AB=0 A=1")]
    [InlineData("A=1", "", "A=1", "A=1")]
    [InlineData("", "", "A=B=C", "A=B=C")]
    public void A_forced_one_takes_the_first_place_and_the_last_wins(string env, string defaults, string forced, string expected) =>
        Apply(env, defaults, forced).Should().Equal(Words(expected));

    [Fact]
    public void A_forced_one_goes_before_a_default_of_the_same_name() => Apply("X=0", "A=1", "A=2").Should().Equal("X=0", "A=2");

    [Theory]
    [InlineData("""{"env":["A=1","B=2"]}""", "A=9", "B=2")]
    [InlineData("""{"env":null}""", "", "")]
    [InlineData("""{"env":[]}""", "", "")]
    [InlineData("{}", "", "")]
    public void Without_a_change_the_very_process_comes_back(string process, string defaults, string forced)
    {
        var before = new Process(Sample.Object(process));

        Rule(defaults, forced).Apply(before).Should().BeSameAs(before);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"process":null}""")]
    public void Without_a_process_the_very_configuration_comes_back(string configuration)
    {
        var before = new RuntimeSpec(Sample.Object(configuration));

        ((IRule)Rule("A=1", "B=2")).Apply(before).Should().BeSameAs(before);
    }

    /// <summary>Law 7: idempotent.</summary>
    [Theory]
    [InlineData("'remove':['*_PROXY'],'force':{'HTTP_PROXY':'x'},'default':{'LANG':'C'}")]
    [InlineData("'remove':['*'],'default':{'LANG':'C','HTTP_PROXY':'x'}")]
    [InlineData("'remove':['LANG'],'default':{'LANG':'C','HTTP_PROXY':'x'}")]
    public void What_is_removed_and_set_again_stays_where_it_is(string members)
    {
        var rule = (IProcessRule)RuleRun.Read($"{{'type':'env',{members}}}");
        var once = rule.Apply(ProcessOf(["HTTP_PROXY=theirs", "FTP_PROXY=theirs", "A=1"]));

        once.Env.Should().Contain("LANG=C").And.OnlyHaveUniqueItems();
        rule.Apply(once).Should().BeSameAs(once);
    }

    [Theory]
    [InlineData("""{"process":{"env":"A=1"}}""", "config.json:1:19: \"env\" must be a list, not a string")]
    [InlineData("""{"process":{"env":["A=1",null]}}""", "config.json:1:26: \"env\" must be a list of strings, not null")]
    [InlineData("""{"process":[]}""", "config.json:1:12: \"process\" must be an object, not a list")]
    public void What_is_no_environment_is_an_error(string configuration, string message)
    {
        var apply = () => ((IRule)Rule("A=1", "")).Apply(new RuntimeSpec(Sample.Object(configuration)));

        apply.Should().Throw<InterceptorException>().WithMessage(message);
    }

    /// <summary>Law 7: idempotent.</summary>
    [Fact]
    public void Whatever_the_environment_the_result_is_final_and_keeps_what_is_not_named() =>
        Prop.ForAll(Variables.ToArbitrary(), Variables.ToArbitrary(), Variables.ToArbitrary(), (env, defaults, forced) =>
        {
            var rule = new EnvRule { Defaults = [.. defaults.Select(Variable)], Forced = [.. forced.Select(Variable)] };
            var named = defaults.Concat(forced).Select(entry => entry.Split('=')[0]).ToHashSet();

            var once = rule.Apply(ProcessOf(env));
            var result = once.Env.IsDefault ? [] : once.Env;

            rule.Apply(once).Should().BeSameAs(once);
            result.Where(entry => !named.Contains(entry.Split('=')[0])).Should().Equal(env.Where(entry => !named.Contains(entry.Split('=')[0])));
            foreach (var name in named)
            {
                var last = forced.LastOrDefault(entry => entry.StartsWith(name + "=", StringComparison.Ordinal));
                var first = env.Concat(defaults).FirstOrDefault(entry => entry.StartsWith(name + "=", StringComparison.Ordinal));
                result.First(entry => entry.StartsWith(name + "=", StringComparison.Ordinal)).Should().Be(last ?? first);
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("'A=0'", "'remove':['A'],'default':{'A':'1'},'force':{'A':'2'}", "'A=2'")]
    [InlineData("'A=0'", "'remove':['A'],'default':{'A':'1'},'force':{'B':'2'}", "'A=1','B=2'")]
    [InlineData("'B=0','A=0','C=0'", "'remove':['A'],'default':{'A':'1'}", "'B=0','A=1','C=0'")]
    [InlineData("'A=0','A=9'", "'remove':['A'],'default':{'A':'1'}", "'A=1'")]
    [InlineData("'A=0','B=0'", "'remove':['A'],'force':{'A':'2'}", "'A=2','B=0'")]
    [InlineData("'A=0','B=0'", "'remove':['A'],'default':{'B':'1'}", "'B=0'")]
    [InlineData("'A=0','B=0'", "'remove':['A','B'],'default':{'B':'1'}", "'B=1'")]
    [InlineData("", "'remove':['A'],'default':{'A':'1'}", "'A=1'")]
    public void What_is_removed_is_set_again_at_its_place_and_a_forced_value_wins(string env, string members, string expected) => Check(env, members, expected);

    [Theory]
    [InlineData("'A','B=0'", "'A'", "'B=0'")]
    [InlineData("'AB=0','B=A','a=0'", "'A'", "'AB=0','B=A','a=0'")]
    [InlineData("'A=B=C'", "'A=B'", "'A=B=C'")]
    [InlineData("'A=B=C'", "'A*'", "")]
    [InlineData("'=0','A=0'", "'?*'", "'=0'")]
    [InlineData("'=0','A=0'", "''", "'A=0'")]
    [InlineData("'A=0','B=0','C=0'", "'X','B','C'", "'A=0'")]
    [InlineData("'A=0'", "", "'A=0'")]
    public void A_variable_is_removed_by_its_name_alone(string env, string removed, string expected) => Check(env, $"'remove':[{removed}]", expected);

    [Theory]
    [InlineData("'default':{'':'1'}", "invalid variable name \"\": want a name without \"=\"")]
    [InlineData("'force':{'A=':'1'}", "invalid variable name \"A=\": want a name without \"=\"")]
    [InlineData("'force':{'=':'1'}", "invalid variable name \"=\": want a name without \"=\"")]
    [InlineData("'force':{'A':'','B':'='}", "")]
    public void A_variables_name_has_no_equals_sign(string members, string error) => RuleRun.ErrorOf($"{{'type':'env',{members}}}").Should().Be(error);

    private static void Check(string env, string members, string expected)
    {
        var rule = $"{{'type':'env',{members}}}";
        RuleRun.OnProcess(rule, $"{{'env':[{env}]}}").Should().Be($"{{'env':[{expected}]}}");
        RuleRun.OnExec(rule, $"{{'env':[{env}]}}").Should().Be($"{{'env':[{expected}]}}");
    }

    private static Gen<string[]> Variables => Gen.ArrayOf(
        from name in Gen.Elements("A", "B", "AB", "a", "É")
        from value in Gen.Elements("=", "=1", "=2", "=x=y", "=\n")
        select name + value);

    private static ImmutableArray<string> Apply(string env, string defaults, string forced) =>
        Rule(defaults, forced).Apply(ProcessOf(Words(env))).Env;

    private static EnvRule Rule(string defaults, string forced) =>
        new() { Defaults = [.. Words(defaults).Select(Variable)], Forced = [.. Words(forced).Select(Variable)] };

    private static EnvironmentVariable Variable(string entry) => new(entry.Split('=', 2)[0], entry.Split('=', 2)[1]);

    private static Process ProcessOf(IEnumerable<string> env) => new Process(Sample.Object("{}")) with { Env = [.. env] };

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
