using System.Text;
using OciInterceptor.Commands.Replay;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Commands.Replay;

public sealed class RecordedCallReaderTests
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public void A_record_is_read_with_all_that_a_policy_could_ask()
    {
        var call = Read("r.json", $"{{'record':1,'time':'t','verb':'run','containerId':'{Id}','bundle':'/b','noPivot':true,'engine':'docker','docker':{{'image':'i','labels':{{'a':'b'}}}},'policy':'p','result':'refused','message':'m','rules':[{{}}],'redacted':true,'document':{{'mounts':[]}}}}");

        (call.Name, call.Verb, call.ContainerId, call.Bundle, call.NoPivot, call.Engine, call.Result, call.IsRedacted, call.IsExec).Should()
            .Be(("r.json", "run", Id, "/b", true, "docker", "refused", true, false));
        call.DockerFiles.Length.Should().Be(2);
        Encoding.UTF8.GetString(call.DockerFiles[0].Value()).Should().Contain("\"Image\":\"i\"").And.Contain("\"a\":\"b\"");
    }

    [Fact]
    public void What_a_record_lacks_is_unknown()
    {
        var call = Read("r.json", "{'record':1,'verb':'exec','document':{'args':[]}}");

        (call.ContainerId, call.Bundle, call.NoPivot, call.Engine, call.Result, call.IsRedacted, call.IsExec).Should().Be(("", null, false, null, null, false, true));
        call.DockerFiles.IsEmpty.Should().BeTrue();
    }

    [Theory]
    [InlineData("web_original.json", "{'mounts':[]}", "create", "")]
    [InlineData("web-exec_original.json", "{'args':[],'cwd':'/'}", "exec", "")]
    [InlineData(Id + "_original.json", "{'mounts':[]}", "create", Id)]
    [InlineData("web_original.json", "{'linux':{'cgroupsPath':'system.slice:docker:" + Id + "'}}", "create", Id)]
    [InlineData("web_original.json", "{'linux':{'cgroupsPath':'" + Id + "'}}", "create", Id)]
    [InlineData("web_original.json", "{'linux':{'cgroupsPath':'/docker/0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef'}}", "create", "")]
    [InlineData("web_original.json", "{'linux':{'cgroupsPath':'/docker/short'}}", "create", "")]
    [InlineData("web_original.json", "{'linux':{'cgroupsPath':7}}", "create", "")]
    public void A_bare_document_is_a_call_with_the_ID_that_it_names(string name, string document, string verb, string id)
    {
        var call = Read(name, document);

        (call.Verb, call.ContainerId).Should().Be((verb, id));
    }

    [Theory]
    [InlineData("", "*not valid JSON*")]
    [InlineData("{'record':1,'verb':'create','document':{'mounts':[", "*not valid JSON*")]
    [InlineData("[]", "x.json:1:1: want a JSON object")]
    [InlineData("{}", "x.json:1:1: neither a container's configuration nor a process document")]
    [InlineData("{'record':2,'verb':'create','document':{'mounts':[]}}", "x.json:1:11: unknown version of the record: want 1")]
    [InlineData("{'record':'1','verb':'create','document':{'mounts':[]}}", "x.json:1:11: unknown version of the record: want 1")]
    [InlineData("{'record':1,'document':{'mounts':[]}}", "x.json:1:1: missing member \"verb\"")]
    [InlineData("{'record':1,'verb':'create'}", "x.json:1:1: missing member \"document\"")]
    [InlineData("{'record':1,'verb':'create','document':[]}", "x.json:1:*: document must be an object")]
    [InlineData("{'record':1,'verb':'create','document':{}}", "x.json:1:*: neither a container's configuration nor a process document")]
    [InlineData("{'record':1,'verb':'create','result':'x','document':{'mounts':[]}}", "x.json:1:*: result must be one of allowed, refused, failed, not \"x\"*")]
    [InlineData("{'record':1,'record':1,'verb':'create','document':{'mounts':[]}}", "*ambiguous*")]
    public void Anything_else_is_an_error_with_its_place(string content, string message) =>
        FluentActions.Invoking(() => Read("x.json", content)).Should().Throw<InterceptorException>().WithMessage(message);

    private static RecordedCall Read(string name, string content) => RecordedCallReader.Read(name, Encoding.UTF8.GetBytes(content.Replace('\'', '"')));
}
