using OciInterceptor.Bundle;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Bundle;

public sealed class ProcessDocumentTests : IDisposable
{
    private readonly TemporaryDirectory _bundle = new();

    public void Dispose() => _bundle.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(16 * 1024)]
    [InlineData(100_000)]
    public void A_process_document_may_be_a_pipe_and_is_handed_on_in_a_sealed_copy(int padding)
    {
        var document = ReadPipe(new string(' ', padding) + """{"env":["A=0"]}""");
        var rule = new EnvRule { Forced = [new EnvironmentVariable("A", "1")] };

        document.Replace(DocumentPatch.Between(document.Root, rule.Apply(new Process(document.Root)).Json));

        using var copy = new HandedOn(document.SealedCopyForRuntime());
        File.ReadAllText(copy.Path).Should().Be(new string(' ', padding) + """{"env":["A=1"]}""");
    }

    [Fact]
    public void A_pipe_without_a_change_is_handed_on_as_it_was_read_up_to_the_end_of_the_object()
    {
        using var copy = new HandedOn(ReadPipe(" {\"a\":\"}\\\"]\" , \"b\":[{}]} \n").SealedCopyForRuntime());
        File.ReadAllText(copy.Path).Should().Be(" {\"a\":\"}\\\"]\" , \"b\":[{}]}");
    }

    [Fact]
    public void A_pipe_that_its_writer_keeps_open_is_not_waited_for()
    {
        Posix.MakeFifo(_bundle["pipe"]);
        using var writer = Shell.Start("/bin/sh", ["-c", "exec > \"$0\"; printf {}; exec sleep 1000", _bundle["pipe"]]);

        using var copy = new HandedOn(Document.ReadProcess(CString.Of(_bundle["pipe"])).SealedCopyForRuntime());

        writer.HasExited.Should().BeFalse();
        writer.Kill();
        File.ReadAllText(copy.Path).Should().Be("{}");
    }

    [Fact]
    public void A_process_document_in_a_file_is_replaced_in_its_place()
    {
        var path = _bundle.File("process.json", """{"env":[]}""");

        var document = EditProcess(path);

        File.ReadAllText(path).Should().Be("""{"env":["A=1"]}""");
        document.SealedCopyForRuntime().Should().BeNull();
    }

    [Fact]
    public void A_process_document_by_a_link_to_an_open_file_reaches_the_runtime_with_the_change()
    {
        var path = _bundle.File("process.json", """{"env":[]}""");
        using var open = File.OpenRead(path);
        var given = $"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}";

        using var copy = new HandedOn(EditProcess(given).SealedCopyForRuntime() ?? CString.Of(given));

        File.ReadAllText(copy.Path).Should().Be("""{"env":["A=1"]}""");
    }

    // A process of its own writes: a wait in our calls of the C library keeps the garbage collector, and so
    // every other thread of this process, waiting too.
    private Document ReadPipe(string content)
    {
        Posix.MakeFifo(_bundle["pipe"]);
        using var writer = Shell.Start("/bin/sh", ["-c", "cat \"$0\" > \"$1\"", _bundle.File("content", content), _bundle["pipe"]]);
        var document = Document.ReadProcess(CString.Of(_bundle["pipe"]));
        writer.WaitForExit();
        return document;
    }

    private static Document EditProcess(string path)
    {
        var document = Document.ReadProcess(CString.Of(path));
        var rule = new EnvRule { Forced = [new EnvironmentVariable("A", "1")] };
        document.Replace(DocumentPatch.Between(document.Root, rule.Apply(new Process(document.Root)).Json));
        return document;
    }

    /// <summary>A copy whose descriptor the exec would have kept open.</summary>
    private sealed class HandedOn(CString? path) : IDisposable
    {
        internal string Path { get; } = path!.ToString();

        public void Dispose()
        {
            if (File.ResolveLinkTarget(Path, returnFinalTarget: false)!.FullName.Contains("memfd:", StringComparison.Ordinal))
            {
                Posix.Close(int.Parse(System.IO.Path.GetFileName(Path)));
            }
        }
    }
}
