using System.Net.Sockets;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Linux.Files;

public sealed class UnixSocketTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Who_listens_is_reached_also_by_a_path_that_is_too_long_for_an_address()
    {
        using var listener = Listen();
        Directory.CreateDirectory(_directory[new string('d', 200)]);
        File.CreateSymbolicLink(_directory[$"{new string('d', 200)}/socket"], "../socket");

        using var socket = UnixSocket.Connect(_directory[$"{new string('d', 200)}/socket"], TimeLimit.OfAProgram);
        using var other = listener.Accept();
        socket.WriteAll("question"u8);
        other.Shutdown(SocketShutdown.Send);

        var bytes = new byte[100];
        other.Receive(bytes).Should().Be(8);
        socket.ReadToEnd(10).Should().BeEmpty();
    }

    [Fact]
    public void An_answer_is_not_waited_for_without_end()
    {
        using var listener = Listen();
        using var socket = UnixSocket.Connect(_directory["socket"], TimeSpan.FromSeconds(1));

        socket.Invoking(asked => asked.ReadSome(new byte[1])).Should().Throw<IOException>().WithMessage("Resource temporarily unavailable");
        socket.Invoking(asked => asked.WriteAll(new byte[10_000_000])).Should().Throw<IOException>().WithMessage("Resource temporarily unavailable");
    }

    [Fact]
    public void Where_nobody_listens_there_is_an_error()
    {
        Listen().Dispose();

        FluentActions.Invoking(() => UnixSocket.Connect(_directory["none"], TimeLimit.OfAProgram)).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT);
        FluentActions.Invoking(() => UnixSocket.Connect(_directory.File("socket.file"), TimeLimit.OfAProgram)).Should().Throw<IOException>().WithMessage("Connection refused");
    }

    [Fact]
    public void It_is_closed_by_an_exec()
    {
        using var listener = Listen();
        using var socket = UnixSocket.Connect(_directory["socket"], TimeLimit.OfAProgram);

        Libc.fcntl(socket.Fd(), Libc.F_GETFD, 0).Should().Be(Libc.FD_CLOEXEC);
    }

    [Theory]
    [InlineData(41, 198)] // socket
    [InlineData(54, 208)] // setsockopt
    public void A_socket_that_cannot_be_made_is_an_error(int x64, int arm64)
    {
        using var listener = Listen();

        OwnThread.WhereFails(OwnThread.Call(x64, arm64), Errno.EACCES, () =>
            FluentActions.Invoking(() => UnixSocket.Connect(_directory["socket"], TimeLimit.OfAProgram)).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.EACCES));
    }

    [Fact]
    public void A_datagram_arrives_whole()
    {
        using var listener = Listen(SocketType.Dgram);

        UnixSocket.Send(_directory["socket"], "one"u8);
        UnixSocket.Send(_directory["socket"], new byte[100_000]);

        var bytes = new byte[200_000];
        (listener.Receive(bytes), listener.Receive(bytes)).Should().Be((3, 100_000));
    }

    [Fact]
    public void Who_does_not_read_holds_up_no_datagram()
    {
        using var listener = Listen(SocketType.Dgram);

        FluentActions.Invoking(() => { while (true) { UnixSocket.Send(_directory["socket"], "one"u8); } })
            .Should().Throw<IOException>().WithMessage("Resource temporarily unavailable");
    }

    [Fact]
    public void A_datagram_is_not_for_who_takes_none()
    {
        using var listener = Listen();

        FluentActions.Invoking(() => UnixSocket.Send(_directory["socket"], "one"u8)).Should().Throw<IOException>().WithMessage("Protocol wrong type for socket");
        FluentActions.Invoking(() => UnixSocket.Send(_directory["none"], "one"u8)).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT);
    }

    [Fact]
    public void A_datagram_that_is_too_long_is_an_error()
    {
        using var listener = Listen(SocketType.Dgram);

        FluentActions.Invoking(() => UnixSocket.Send(_directory["socket"], new byte[100_000_000])).Should().Throw<IOException>().WithMessage("Message too long");
    }

    private Socket Listen(SocketType type = SocketType.Stream)
    {
        var listener = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_directory["socket"]));
        if (type == SocketType.Stream)
        {
            listener.Listen();
        }
        return listener;
    }
}
