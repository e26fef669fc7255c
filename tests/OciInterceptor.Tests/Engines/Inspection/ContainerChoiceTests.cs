using OciInterceptor.Collections;
using OciInterceptor.Engines.Inspection;
using OciInterceptor.Engines.Running;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Inspection;

/// <summary>Which container a word means.</summary>
public sealed class ContainerChoiceTests
{
    private static readonly ImmutableArray<RunningContainer> _running =
    [
        new("docker", "abc111", null, null) { Name = "web" },
        new("docker", "abc222", null, null) { Name = "abc1" },
        new("podman", "def333", null, null) { Name = "web2" },
        new("", "abc", null, null),
        new("crio", "eee444", null, null) { Name = "twice" },
        new("podman", "fff555", null, null) { Name = "twice" },
    ];

    [Theory]
    [InlineData("abc111", "abc111")]
    [InlineData("web", "abc111")]
    [InlineData("web2", "def333")]
    [InlineData("d", "def333")]
    [InlineData("abc2", "abc222")]
    public void An_ID_a_name_and_the_beginning_of_an_ID_mean_a_container(string wanted, string id) => Choose(wanted).Id.Should().Be(id);

    [Fact]
    public void A_whole_ID_comes_before_the_beginning_of_another() => Choose("abc").Engine.Should().BeEmpty();

    [Fact]
    public void A_name_comes_before_the_beginning_of_an_ID() => Choose("abc1").Id.Should().Be("abc222");

    [Theory]
    [InlineData("ab", "\"ab\" may be any of 3 of 6 containers: docker: abc111 (web), docker: abc222 (abc1), abc")]
    [InlineData("twice", "\"twice\" may be any of 2 of 6 containers: crio: eee444 (twice), podman: fff555 (twice)")]
    [InlineData("we", "no container \"we\" runs: want an ID, the beginning of one, or a name; see oi-inspect --all")]
    [InlineData("", "the name of a container is empty")]
    public void What_means_several_or_none_is_refused(string wanted, string message) =>
        FluentActions.Invoking(() => Choose(wanted)).Should().Throw<InterceptorException>().WithMessage(message);

    private static RunningContainer Choose(string wanted) => ContainerChoice.Of(_running, wanted, container => container.Name);
}
