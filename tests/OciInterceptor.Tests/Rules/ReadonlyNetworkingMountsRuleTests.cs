using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Rules;

public sealed class ReadonlyNetworkingMountsRuleTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"mounts":null}""")]
    [InlineData("""{"mounts":[]}""")]
    [InlineData("""{"mounts":[{"destination":"/etc/hosts","options":["ro"]},{"destination":"/data","options":["rw"]}]}""")]
    [InlineData("""{"mounts":[{"destination":"/etc/hosts","options":["rbind","rro","rprivate"]}]}""")]
    public void Without_a_change_the_very_configuration_comes_back(string configuration)
    {
        var before = new RuntimeSpec(Sample.Object(configuration));

        new ReadonlyNetworkingMountsRule().Apply(before).Should().BeSameAs(before);
    }

    [Fact]
    public void The_other_mounts_and_members_stay_the_same_instances()
    {
        var before = new RuntimeSpec(Sample.Object("""{"mounts":[{"destination":"/a"},{"destination":"/etc/hosts"}],"linux":{}}"""));

        var after = new ReadonlyNetworkingMountsRule().Apply(before);

        after.Mounts[0].Json.Should().BeSameAs(before.Mounts[0].Json);
        after.Mounts[1].Options.Should().Equal("ro");
        after.Json.Field("linux"u8).Should().BeSameAs(before.Json.Field("linux"u8));
    }

    [Theory]
    [InlineData("rw,rro", "rro")]
    [InlineData("rro,rrw", "rro")]
    [InlineData("ro,rro,rw", "ro,rro")]
    [InlineData("rrw", "ro")]
    public void Read_only_with_all_below_stays_so_and_nothing_makes_it_writable(string before, string after)
    {
        static string List(string options) => string.Join(',', options.Split(',').Select(option => $"\"{option}\""));

        new ReadonlyNetworkingMountsRule().Apply(new RuntimeSpec(Sample.Object($$"""{"mounts":[{"destination":"/etc/hosts","options":[{{List(before)}}]}]}""")))
            .Mounts[0].Options.Should().Equal(after.Split(','));
    }

    [Theory]
    [InlineData("""{"mounts":{}}""", "config.json:1:11: \"mounts\" must be a list, not an object")]
    [InlineData("""{"mounts":[1]}""", "config.json:1:12: \"mounts\" must be a list of objects, not a number")]
    [InlineData("""{"mounts":[{"destination":1}]}""", "config.json:1:27: \"destination\" must be a string, not a number")]
    [InlineData("""{"mounts":[{"destination":"/etc/hosts","options":"rw"}]}""", "config.json:1:50: \"options\" must be a list, not a string")]
    [InlineData("""{"mounts":[{"destination":"/etc/hosts","options":["rw",[]]}]}""", "config.json:1:56: \"options\" must be a list of strings, not a list")]
    public void A_document_that_no_runtime_would_take_is_an_error_with_its_place(string configuration, string message)
    {
        var apply = () => new ReadonlyNetworkingMountsRule().Apply(new RuntimeSpec(Sample.Object(configuration)));

        apply.Should().Throw<InterceptorException>().WithMessage(message);
    }
}
