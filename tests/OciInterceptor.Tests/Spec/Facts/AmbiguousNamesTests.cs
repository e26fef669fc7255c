using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class AmbiguousNamesTests
{
    [Theory]
    [InlineData("""{"Process":{}}""")]
    [InlineData("""{"process":{"NoNewPrivileges":true}}""")]
    [InlineData("""{"proce\u017f\u017f":{}}""")]
    [InlineData("""{"mas\u212aedPaths":[]}""")]
    [InlineData("""{"process\u0000x":{}}""")]
    [InlineData("""{"mounts":[{"a":1},{"Type":"proc"}]}""")]
    [InlineData("""{"x":{"y":1,"y":2}}""")]
    [InlineData("""{"annotations":{"a":"1","a":"2"}}""")]
    [InlineData("""{"annotations":{"a\u0000":"1"}}""")]
    [InlineData("""{"linux":{"resources":{"unified":{"memory.max\ud800":"1"}}}}""")]
    public void What_some_runtime_reads_as_another_name_is_refused(string document) =>
        FluentActions.Invoking(() => AmbiguousNames.RefuseAny(Sample.Object(document))).Should().Throw<InterceptorException>().WithMessage("*is ambiguous*");

    [Theory]
    [InlineData("""{"process":{"noNewPrivileges":true},"x":{"y":1,"Y":2}}""")]
    [InlineData("""{"annotations":{"Process":"1","process":"2","TYPE":"3"},"linux":{"sysctl":{"Type":"1"},"resources":{"unified":{"Type":"1"}}}}""")]
    [InlineData("""{"proc\u0065ss":{}}""")]
    [InlineData("""{"a\u0000":1}""")]
    public void Any_other_name_is_not(string document) => AmbiguousNames.RefuseAny(Sample.Object(document));

    [Theory]
    [InlineData("""{"process":{"a":1},"Process":{"b":1}}""", "/process/a", true)]
    [InlineData("""{"process":{"a":1,"A":1}}""", "/process/a", true)]
    [InlineData("""{"process":{"a":1,"a":1}}""", "/process/a", true)]
    [InlineData("""{"process":{"a":1,"B":1},"x":1,"X":2}""", "/process/a", false)]
    [InlineData("""{"mounts":[{"type":1},{"Type":1}]}""", "/mounts/1/type", true)]
    [InlineData("""{"mounts":[{"type":1},{"Type":1}]}""", "/mounts/0/type", false)]
    [InlineData("""{"annotations":{"a":"1","A":"2"}}""", "/annotations/a", false)]
    [InlineData("""{"annotations":{"a":"1","a\u0000":"2"}}""", "/annotations/a", true)]
    [InlineData("""{"Annotations":{"a":"1"}}""", "/annotations/a", true)]
    [InlineData("""{"mounts":[]}""", "/mounts/-", false)]
    [InlineData("""{"mounts":[]}""", "", false)]
    public void Along_a_pointer_only_its_names_are_asked_for(string document, string path, bool isRefused)
    {
        var refuse = () => AmbiguousNames.Refuse(Sample.Object(document), path);

        if (isRefused)
        {
            refuse.Should().Throw<InterceptorException>().WithMessage("*is ambiguous*");
        }
        else
        {
            refuse.Should().NotThrow();
        }
    }

    [Theory]
    [InlineData("""{"process":{"a":1},"Process":{"b":1}}""", true)]
    [InlineData("""{"process":{"A":1}}""", true)]
    [InlineData("""{"process":{"b":1},"annotations":{"K":"1","k":"2"}}""", false)]
    [InlineData("""{"annotations":{"k\u0000":"2"}}""", true)]
    [InlineData("""{"x":1,"X":2}""", false)]
    public void In_a_merge_patch_all_its_names_are_asked_for(string document, bool isRefused)
    {
        var refuse = () => AmbiguousNames.Refuse(Sample.Object(document), Sample.Object("""{"process":{"a":2},"annotations":{"k":"3"}}"""));

        if (isRefused)
        {
            refuse.Should().Throw<InterceptorException>().WithMessage("*is ambiguous*");
        }
        else
        {
            refuse.Should().NotThrow();
        }
    }
}
