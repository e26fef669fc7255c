using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Policy;

/// <summary>Double quotes are written as single ones.</summary>
public sealed class PatchedContainersTests
{
    [Fact]
    public void A_merge_patch_is_merged_into_both_containers()
    {
        var merged = PatchedContainers.Merged(Sample.Object("""{"hostname":"h","linux":null}"""));

        merged.Should().HaveCount(2).And.OnlyContain(container => JsonScalar.TextOf(container.Entry("hostname")) == "h" && container.Entry("linux") == null && container.Entry("process") != null);
    }

    /// <summary>Of a list, what the container had does not matter: its indexes are not known.</summary>
    [Theory]
    [InlineData("/hostname", "'h'", "hostname", "'h'")]
    [InlineData("/linux/namespaces/-", "{'type':'x'}", "linux/namespaces", "[{'type':'x'}]")]
    [InlineData("/linux/namespaces/0", "{'type':'x'}", "linux/namespaces", "[{'type':'x'}]")]
    [InlineData("/linux/namespaces/0/type", "'x'", "linux/namespaces", "[{'type':'x'}]")]
    [InlineData("/a/b/7/c", "1", "a", "{'b':[{'c':1}]}")]
    [InlineData("/a/b/-", "1", "a", "{'b':[1]}")]
    [InlineData("/a/01", "1", "a", "{'01':1}")]
    [InlineData("/process/user/uid", "7", "process/user", "{'uid':7,'gid':0}")]
    [InlineData("/process/env/0", "'A=1'", "process/env", "['A=1']")]
    [InlineData("", "{'a':1}", "", "{'a':1}")]
    public void What_a_patch_writes_is_in_both_containers(string path, string value, string place, string expected)
    {
        var patched = PatchedContainers.Patched([(path, Sample.Value(value.Replace('\'', '"')))]);

        patched.Select(container => At(container, place)).Should().Equal(expected, expected);
    }

    [Fact]
    public void What_it_writes_into_one_list_is_there_together() =>
        PatchedContainers.Patched([("/linux/seccomp/syscalls/-", Sample.Value("1")), ("/linux/seccomp/syscalls/0", Sample.Value("2"))])
            .Select(container => At(container, "linux/seccomp/syscalls")).Should().Equal("[1,2]", "[1,2]");

    [Fact]
    public void What_is_no_container_any_more_is_left_out() => PatchedContainers.Patched([("", Sample.Value("1"))]).Should().BeEmpty();

    private static string At(JsonObject container, string place)
    {
        JsonValue value = container;
        foreach (var name in place.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            value = ((JsonObject)value).Entry(name)!;
        }
        return Encoding.UTF8.GetString(CompactJson.Of(value).Span).Replace('"', '\'');
    }
}
