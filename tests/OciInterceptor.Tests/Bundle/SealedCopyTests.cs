using OciInterceptor.Bundle;
using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Bundle;

public sealed class SealedCopyTests : IDisposable
{
    private const int GetSeals = 1034;

    private readonly string _path = SealedCopy.Of(["{ "u8.ToArray(), "}"u8.ToArray()]).ToString();

    private int Descriptor => int.Parse(Path.GetFileName(_path));

    public void Dispose() => Posix.Close(Descriptor);

    [Fact]
    public void It_is_read_by_its_path_as_often_as_wanted()
    {
        File.ReadAllText(_path).Should().Be("{ }");
        File.ReadAllText(_path).Should().Be("{ }");
    }

    [Fact]
    public void It_is_under_every_seal() => Libc.fcntl(Descriptor, GetSeals, 0).Should().Be(Libc.F_SEAL_ALL);

    [Fact]
    public unsafe void It_cannot_be_written()
    {
        byte text = 0;

        Libc.write(Descriptor, &text, 1).Should().Be(-1);
        File.ReadAllText(_path).Should().Be("{ }");
    }

    [Fact]
    public void It_stays_open_across_the_exec() => Libc.fcntl(Descriptor, Libc.F_GETFD, 0).Should().Be(0, "close-on-exec is not set");

    /// <summary>With --preserve-fds N runtimes hand the N descriptors from 3 on to the container.</summary>
    [Fact]
    public void Its_number_is_none_that_a_runtime_hands_to_a_container() => Descriptor.Should().BeGreaterThanOrEqualTo(200);

    [Fact]
    public void It_is_open_once_and_named_for_those_who_look_at_the_runtime()
    {
        Posix.IdentityOfDescriptors().Where(file => file == Posix.Identity($"/proc/{Environment.ProcessId}/fd/{Descriptor}")).Should().ContainSingle();
        File.ResolveLinkTarget(_path, returnFinalTarget: false)!.FullName.Should().Be("/memfd:oci-process (deleted)");
    }

    [Fact]
    public void An_empty_document_can_be_copied()
    {
        var path = SealedCopy.Of([]).ToString();

        File.ReadAllText(path).Should().BeEmpty();
        Posix.Close(int.Parse(Path.GetFileName(path)));
    }
}
