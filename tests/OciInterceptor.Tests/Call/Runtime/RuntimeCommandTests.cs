using OciInterceptor.Call.Runtime;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Call.Runtime;

public sealed unsafe class RuntimeCommandTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void It_is_told_whether_a_copy_is_executed()
    {
        var command = Command("/bin/true");
        command.Description.Should().Be("/bin/true");

        command.CopyIntoMemory();

        command.Description.Should().Be("a copy of /bin/true");
    }

    [Fact]
    public void What_cannot_be_copied_is_an_error()
    {
        var command = Command(_scratch.Program("runc"));

        command.Invoking(script => script.CopyIntoMemory()).Should().Throw<InterceptorException>()
            .WithMessage($"cannot run a copy of the runtime {_scratch["runc"]}: it is a script: want the program that it runs");
        command.Description.Should().Be(_scratch["runc"]);
    }

    [Fact]
    public void Its_arguments_are_those_behind_its_name()
    {
        var command = Command("/bin/true", "a", "", "b");

        string.Join('|', command.Arguments).Should().Be("a||b");
        command.Path.ToString().Should().Be("/bin/true");
    }

    private static RuntimeCommand Command(string path, params string[] arguments) =>
        new(CStringArray.Copy(CString.Of(path)), CStringArray.Of(["name", .. arguments]), CStringArray.Of([]));
}
