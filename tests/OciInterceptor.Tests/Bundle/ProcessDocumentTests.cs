using OciInterceptor.Bundle;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
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

    [Theory]
    [InlineData(Document.MaxSize, 0)]
    [InlineData(Document.MaxSize, 1)]
    [InlineData(Document.MaxSize - 1, 70_000)]
    public void A_streamed_document_of_64_MiB_is_taken_whatever_follows_it(int size, int behind) =>
        ReadStream(Braces(size) + $"; head -c {behind} /dev/zero").Pieces.Sum(piece => piece.Length).Should().Be(size);

    [Theory]
    [InlineData(Document.MaxSize + 1)]
    [InlineData(Document.MaxSize + 70_000)]
    public void A_streamed_document_of_more_than_64_MiB_is_refused(int size) =>
        FluentActions.Invoking(() => ReadStream(Braces(size))).Should().Throw<InterceptorException>()
            .WithMessage($"cannot read the process document {_bundle["pipe"]}: it is larger than 64 MiB");

    [Fact]
    public void A_streamed_document_without_an_end_is_refused() =>
        FluentActions.Invoking(() => ReadStream("printf '{'; exec cat /dev/zero")).Should().Throw<InterceptorException>()
            .WithMessage($"cannot read the process document {_bundle["pipe"]}: it is larger than 64 MiB");

    [Theory]
    [InlineData(":", "1:1: not valid JSON: *")]
    [InlineData("printf '{'", "1:*: not valid JSON: *")]
    [InlineData("printf '[{}]'", "1:1: the document must be a JSON object")]
    public void A_stream_that_ends_before_its_object_does_is_an_error_that_names_it(string script, string message) =>
        FluentActions.Invoking(() => ReadStream(script)).Should().Throw<InterceptorException>().WithMessage($"{_bundle["pipe"]}:{message}");

    [Fact]
    public void A_device_is_read_as_a_stream() =>
        FluentActions.Invoking(() => Document.ReadProcess(CString.Of("/dev/null"))).Should().Throw<InterceptorException>().WithMessage("/dev/null:1:1: not valid JSON: *");

    [Fact]
    public void A_directory_is_no_process_document() =>
        FluentActions.Invoking(() => Document.ReadProcess(CString.Of(_bundle.Path))).Should().Throw<InterceptorException>()
            .WithMessage($"cannot read the process document {_bundle.Path}: it is not a regular file");

    [Fact]
    public void A_missing_process_document_is_an_error_that_names_it() =>
        FluentActions.Invoking(() => Document.ReadProcess(CString.Of(_bundle["none"]))).Should().Throw<InterceptorException>()
            .WithMessage($"cannot read the process document {_bundle["none"]}: {Errno.Message(Errno.ENOENT)}");

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
        File.ReadAllText(path).Should().Be("""{"env":[]}""", "the file is somebody else's");
    }

    [Fact]
    public void An_open_file_without_a_change_is_read_by_the_runtime_itself()
    {
        using var open = File.OpenRead(_bundle.File("process.json", "{}"));

        Document.ReadProcess(CString.Of($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}")).SealedCopyForRuntime().Should().BeNull();
    }

    // A process of its own writes: a wait in our calls of the C library keeps the garbage collector, and so
    // every other thread of this process, waiting too.
    private Document ReadPipe(string content) => ReadStream($"cat {_bundle.File("content", content)}");

    private Document ReadStream(string script)
    {
        Posix.MakeFifo(_bundle["pipe"]);
        using var writer = Shell.Start("/bin/sh", ["-c", $"exec > \"$0\" 2>/dev/null; {script}", _bundle["pipe"]]);
        try
        {
            return Document.ReadProcess(CString.Of(_bundle["pipe"]));
        }
        finally
        {
            writer.WaitForExit();
        }
    }

    // An object of so many bytes.
    private static string Braces(int size) => $"printf '{{'; head -c {size - 2} /dev/zero | tr '\\0' ' '; printf '}}'";

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
