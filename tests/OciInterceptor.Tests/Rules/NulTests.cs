using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Rules;

/// <summary>Law 5: what C ends at U+0000 and Go does not is refused wherever a rule looks.</summary>
public sealed class NulTests
{
    [Attack("Names that readers take differently")]
    [Theory]
    [InlineData("""{"type":"annotations","remove":["a"]}""", """{"annotations":{"aNUL":"b"}}""")]
    [InlineData("""{"type":"annotations","set":{"a":"b"}}""", """{"annotations":{"aNULc":"b"}}""")]
    [InlineData("""{"type":"sysctls","remove":["net.a"]}""", """{"linux":{"sysctl":{"net.aNUL":"1"}}}""")]
    [InlineData("""{"type":"resources","ceiling":{"memory":"1m"}}""", """{"linux":{"resources":{"unified":{"memory.maxNUL":"max"}}}}""")]
    [InlineData("""{"type":"resources","ceiling":{"memory":"1m"}}""", """{"linux":{"resources":{"unified":{"memory.max":"1NUL"}}}}""")]
    [InlineData("""{"type":"resources","force":{"unified":{"pids.max":"1"}}}""", """{"linux":{"resources":{"unified":{"pids.maxNUL":"max"}}}}""")]
    [InlineData("""{"type":"net-devices","value":{"eth1":{}}}""", """{"linux":{"namespaces":[{"type":"network"}],"netDevices":{"eth0NUL":{}}}}""")]
    [InlineData("""{"type":"devices","remove":["/dev/a"]}""", """{"linux":{"devices":[{"path":"/dev/aNUL","type":"c","major":1,"minor":1}]}}""")]
    [InlineData("""{"type":"devices","remove":["/dev/a"]}""", """{"linux":{"devices":[{"path":"/dev/a","type":"cNUL","major":1,"minor":1}]}}""")]
    [InlineData("""{"type":"mounts","remove":["/a"]}""", """{"mounts":[{"destination":"/aNUL/b"}]}""")]
    [InlineData("""{"type":"mount-options","destinations":["/a"],"add":["ro"]}""", """{"mounts":[{"destination":"/a","options":["rwNUL"]}]}""")]
    [InlineData("""{"type":"masked-paths","add":["/a"]}""", """{"linux":{"namespaces":[{"type":"mount"}],"maskedPaths":["/aNUL"]}}""")]
    [InlineData("""{"type":"env","remove":["A"]}""", """{"process":{"env":["ANUL=1"]}}""")]
    [InlineData("""{"type":"capabilities","drop":["ALL"]}""", """{"process":{"capabilities":{"bounding":["CAP_KILLNUL"]}}}""")]
    [InlineData("""{"type":"rlimits","ceiling":{"RLIMIT_CORE":0}}""", """{"process":{"rlimits":[{"type":"RLIMIT_CORENUL","hard":1,"soft":1}]}}""")]
    [InlineData("""{"type":"apparmor","profile":"p","ifAbsent":true}""", """{"process":{"apparmorProfile":"unconfinedNUL"}}""")]
    [InlineData("""{"type":"namespaces","add":[{"type":"ipc"}]}""", """{"linux":{"namespaces":[{"type":"ipcNUL"}]}}""")]
    [InlineData("""{"type":"hooks","remove":["/a"]}""", """{"hooks":{"prestart":[{"path":"/aNUL"}]}}""")]
    [InlineData("""{"type":"deny","message":"m","when":{"hostname":"a"}}""", """{"hostname":"aNUL"}""")]
    [InlineData("""{"type":"deny","message":"m","when":{"annotations":{"a":"b"}}}""", """{"annotations":{"aNUL":"b"}}""")]
    [InlineData("""{"type":"deny","message":"m","when":{"annotations":{"a":"b"}}}""", """{"annotations":{"a":"bNUL"}}""")]
    [InlineData("""{"type":"deny","message":"m","when":{"command":"a"}}""", """{"process":{"args":["aNUL"]}}""")]
    [InlineData("""{"type":"deny","message":"m","when":{"env":{"A":"b"}}}""", """{"process":{"env":["A=bNUL"]}}""")]
    [InlineData("""{"type":"deny","message":"m","when":{"mountDestination":["/a"]}}""", """{"mounts":[{"destination":"/aNUL"}]}""")]
    [InlineData("""{"type":"deny","message":"m","when":{"selinuxLabel":"a"}}""", """{"process":{"selinuxLabel":"aNUL"}}""")]
    [InlineData("""{"type":"patch","operations":[{"op":"remove","path":"/annotations/a"}]}""", """{"annotations":{"aNUL":"b"}}""")]
    [InlineData("""{"type":"merge-patch","document":{"linux":{"sysctl":{"a":"b"}}}}""", """{"linux":{"sysctl":{"aNUL":"b"}}}""")]
    public void A_NUL_is_refused_and_the_message_says_that_it_is_ambiguous(string rule, string document)
    {
        var apply = () => RuleRun.On(rule, document.Replace("NUL", "\\u0000", StringComparison.Ordinal));

        apply.Should().Throw<InterceptorException>().WithMessage("*is ambiguous*");
    }
}
