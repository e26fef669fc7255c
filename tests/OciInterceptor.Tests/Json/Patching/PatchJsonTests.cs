using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Tests.Json.Patching;

public sealed class PatchJsonTests
{
    [Fact]
    public void An_operation_has_the_members_of_the_RFC() =>
        Sample.Text(PatchJson.Of([
            new PatchOperation("add", "/a", JsonScalar.Null),
            new PatchOperation("remove", "/b", null),
            new PatchOperation("move", "/c", null) { From = "/d" },
        ])).Should().Be("""[{"op":"add","path":"/a","value":null},{"op":"remove","path":"/b"},{"op":"move","path":"/c","from":"/d"}]""");
}
