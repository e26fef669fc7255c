using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Spec;

public sealed class SpecDocumentTests
{
    internal const string Full = "full-runtime-spec-1.3.json";

    [Theory]
    [InlineData("docker-20.10-run.json", 53)]
    [InlineData("docker-20.10-privileged.json", 129)]
    [InlineData("docker-20.10-1000-env-80-binds.json", 135)]
    [InlineData("podman-4.3-run.json", 51)]
    [InlineData(Full, 59)]
    public void Every_property_of_a_document_can_be_read(string file, int records)
    {
        var spec = SpecDocument.Read(file);

        SpecDocument.Walk(spec).Count().Should().Be(records, "so many objects of the document are records");
        spec.OciVersion.Should().StartWith("1.");
        spec.Hostname.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("docker-20.10-run.json")]
    [InlineData("docker-20.10-privileged.json")]
    [InlineData("docker-20.10-1000-env-80-binds.json")]
    [InlineData("podman-4.3-run.json")]
    [InlineData(Full)]
    public void Every_member_of_a_document_is_known_to_the_records(string file)
    {
        var unknown =
            from found in SpecDocument.Walk(SpecDocument.Read(file))
            from member in found.Record.Json.Members
            let known = SpecProperty.All.Where(property => property.RecordName == found.Record.GetType().Name)
            where !known.Any(property => property.Member == member.Name.AsText())
            select $"{found.Path}/{member.Name.AsText()}";

        unknown.Should().BeEmpty();
    }

    [Fact]
    public void The_full_document_has_every_member_that_the_records_know()
    {
        var present =
            from found in SpecDocument.Walk(SpecDocument.Read(Full))
            from member in found.Record.Json.Members
            select $"{found.Record.GetType().Name}.{member.Name.AsText()}";

        SpecProperty.All.Select(property => $"{property.RecordName}.{property.Member}").Should().BeSubsetOf(present);
    }

    [Fact]
    public void A_member_that_no_record_knows_is_found_by_these_tests()
    {
        var spec = new RuntimeSpec(Sample.Object("""{"linux":{"resources":{"memory":{"limitt":1}}}}"""));

        SpecDocument.Walk(spec).Single(found => found.Path == "/linux/resources/memory").Record.Json.Members
            .Should().OnlyContain(member => SpecProperty.All.All(property => property.Member != member.Name.AsText()));
    }

    [Fact]
    public void Reading_everything_leaves_a_document_as_it_is()
    {
        var spec = SpecDocument.Read(Full);
        var before = Sample.Text(spec.Json);

        SpecDocument.Walk(spec).Should().NotBeEmpty();

        Sample.Text(spec.Json).Should().Be(before);
    }

    [Fact]
    public void A_change_deep_down_leaves_all_else_as_the_same_instances()
    {
        var before = SpecDocument.Read(Full);
        var memory = before.Linux!.Resources!.Memory! with { Limit = 64L << 20 };

        var after = before with { Linux = before.Linux with { Resources = before.Linux.Resources with { Memory = memory } } };

        after.Linux!.Resources!.Memory!.Limit.Should().Be(64L << 20);
        before.Linux.Resources.Memory.Limit.Should().Be(512L << 20);
        Changed(before.Json, after.Json).Should().Equal("linux");
        Changed(before.Linux.Json, after.Linux.Json).Should().Equal("resources");
        Changed(before.Linux.Resources.Json, after.Linux.Resources.Json).Should().Equal("memory");
        Changed(before.Linux.Resources.Memory.Json, after.Linux.Resources.Memory.Json).Should().Equal("limit");
    }

    private static IEnumerable<string> Changed(JsonObject before, JsonObject after) =>
        before.Members.Zip(after.Members).Where(pair => pair.First != pair.Second).Select(pair => pair.Second.Name.AsText());
}
