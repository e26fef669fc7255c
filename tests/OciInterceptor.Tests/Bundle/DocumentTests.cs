using System.Text;
using OciInterceptor.Bundle;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Spec;

namespace OciInterceptor.Tests.Bundle;

public sealed class DocumentTests : IDisposable
{
    private const string Plain = """{"mounts":[{"destination":"/etc/hosts"}]}""";
    private const string Edited = """{"mounts":[{"destination":"/etc/hosts","options":["ro"]}]}""";

    private readonly TemporaryDirectory _bundle = new();

    public void Dispose() => _bundle.Dispose();

    /// <summary>Law 3: lossless.</summary>
    [Fact]
    public void A_change_is_written_to_the_file_and_to_nothing_else()
    {
        var path = _bundle.File("config.json", Plain);
        var document = Document.ReadConfiguration(CString.Of(path));

        document.Replace(Edit(document));

        File.ReadAllText(path).Should().Be(Edited);
        Encoding.UTF8.GetString(Bytes(document)).Should().Be(Edited);
        document.SealedCopyForRuntime().Should().BeNull("the runtime reads the file itself");
        _bundle.Names.Should().Equal("config.json");
    }

    /// <summary>Law 2: no change, no write.</summary>
    [Fact]
    public void Without_a_change_the_file_is_not_touched()
    {
        var path = _bundle.File("config.json", Edited);
        var before = Posix.Untouched(path);
        var document = Document.ReadConfiguration(CString.Of(path));

        Edit(document).IsEmpty.Should().BeTrue();

        document.SealedCopyForRuntime().Should().BeNull();
        Posix.Untouched(path).Should().Be(before);
    }

    [Theory]
    [InlineData("", "1:1: not valid JSON: *")]
    [InlineData("{\n\"a\":}", "2:5: not valid JSON: *")]
    [InlineData("[]", "1:1: the document must be a JSON object")]
    [InlineData(" null", "1:2: the document must be a JSON object")]
    public void What_is_no_JSON_object_is_an_error_with_its_place(string content, string message)
    {
        var path = _bundle.File("config.json", content);

        var read = () => Document.ReadConfiguration(CString.Of(path));

        read.Should().Throw<InterceptorException>().WithMessage($"{path}:{message}");
        File.ReadAllText(path).Should().Be(content);
    }

    [Fact]
    public void A_missing_document_is_an_error_that_names_it() =>
        Failure("config.json").Should().Be($"cannot read the container configuration {_bundle["config.json"]}: {Errno.Message(Errno.ENOENT)}");

    [Fact]
    public void A_directory_is_no_document()
    {
        Directory.CreateDirectory(_bundle["config.json"]);

        Failure("config.json").Should().Be($"cannot read the container configuration {_bundle["config.json"]}: it is not a regular file");
    }

    [Fact]
    public void A_FIFO_is_no_configuration_and_nobody_waits_for_its_writer()
    {
        Posix.MakeFifo(_bundle["config.json"]);

        Failure("config.json").Should().Be($"cannot read the container configuration {_bundle["config.json"]}: it is not a regular file");
    }

    [Fact]
    public void A_device_is_no_configuration()
    {
        File.CreateSymbolicLink(_bundle["config.json"], "/dev/zero");

        Failure("config.json").Should().EndWith("it is not a regular file");
    }

    [Fact]
    public void A_document_of_64_MiB_is_taken_and_a_larger_one_is_not()
    {
        var path = _bundle.File("config.json", "{}");
        var content = new byte[Document.MaxSize + 1];
        content.AsSpan().Fill((byte)' ');
        "{}"u8.CopyTo(content);

        File.WriteAllBytes(path, content[..^1]);
        Document.ReadConfiguration(CString.Of(path)).Pieces.Sum(piece => piece.Length).Should().Be(Document.MaxSize);

        File.WriteAllBytes(path, content);
        Failure("config.json").Should().Be($"cannot read the container configuration {path}: it is larger than 64 MiB");
    }

    [Fact]
    public void A_document_that_grows_beyond_its_size_is_read_to_its_end()
    {
        // Files under /proc tell a size of 0.
        using var file = Descriptor.Open(CString.Of("/proc/self/maps"), Libc.O_RDONLY);

        file.Status().Size.Should().Be(0);
        file.ReadToEnd(Document.MaxSize)!.Length.Should().BeGreaterThan(16 * 1024);
    }

    [Fact]
    public void A_configuration_by_a_link_to_an_open_file_is_refused_and_not_left_unchanged()
    {
        var path = _bundle.File("config.json", Plain);
        using var open = File.OpenRead(path);
        var document = Document.ReadConfiguration(CString.Of($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}"));

        document.Invoking(d => d.Replace(Edit(d))).Should().Throw<InterceptorException>()
            .WithMessage("cannot write /proc/self/fd/*: it is an open file, which cannot be replaced: want the path of a file");
        File.ReadAllText(path).Should().Be(Plain);
    }

    [Fact]
    public void A_configuration_that_has_no_name_any_more_is_refused_and_leaves_nothing_behind()
    {
        var path = _bundle.File("config.json", Plain);
        using var open = File.OpenRead(path);
        File.Delete(path);
        var document = Document.ReadConfiguration(CString.Of($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}"));

        document.Invoking(d => d.Replace(Edit(d))).Should().Throw<InterceptorException>();

        _bundle.Names.Should().BeEmpty();
    }

    [Fact]
    public void A_bundle_that_has_gone_is_an_error_that_names_the_document()
    {
        var path = _bundle.File("config.json", Plain);
        var document = Document.ReadConfiguration(CString.Of(path));
        File.Delete(path);

        document.Invoking(d => d.Replace(Edit(d))).Should().Throw<InterceptorException>()
            .WithMessage($"cannot write {path}: {Errno.Message(Errno.ENOENT)}");
        Encoding.UTF8.GetString(Bytes(document)).Should().Be(Plain, "what was not written is not the document");
    }

    private static byte[] Bytes(Document document) => [.. document.Pieces.SelectMany(piece => piece.ToArray())];

    private static DocumentPatch Edit(Document document) =>
        DocumentPatch.Between(document.Root, new ReadonlyNetworkingMountsRule().Apply(new RuntimeSpec(document.Root)).Json);

    private string Failure(string name)
    {
        var read = () => Document.ReadConfiguration(CString.Of(_bundle[name]));
        return read.Should().Throw<InterceptorException>().Which.Message;
    }
}
