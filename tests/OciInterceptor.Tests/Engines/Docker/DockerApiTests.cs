using System.Net.Sockets;
using System.Text;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Docker;

public sealed class DockerApiTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Dictionary<string, string> _answers = [];

    public DockerApiTests()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(_scratch["socket"]));
        _listener.Listen();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _scratch.Dispose();
    }

    private DockerApi Api => new(_scratch["socket"]);

    [Fact]
    public void What_the_daemon_says_is_read()
    {
        _answers["/info"] = Ok("{\"Runtimes\":{}}");

        Api.Info.Field("Runtimes"u8).Should().BeOfType<JsonObject>();
    }

    [Fact]
    public void Containers_of_a_runtime_are_told_by_their_short_IDs()
    {
        _answers["/containers/json?all=1"] = Ok("""[{"Id":"0123456789abcdef"},{"Id":"gone"},{"Id":"other"},{"Id":"short"},{"Id":"odd"}]""");
        _answers["/containers/0123456789abcdef/json"] = Ok("""{"HostConfig":{"Runtime":"oi"}}""");
        _answers["/containers/gone/json"] = "HTTP/1.0 404 Not Found\r\n\r\n{}";
        _answers["/containers/other/json"] = Ok("""{"HostConfig":{"Runtime":"runc"}}""");
        _answers["/containers/short/json"] = Ok("""{"HostConfig":{"Runtime":"oi"}}""");
        _answers["/containers/odd/json"] = Ok("""{"HostConfig":{"Runtime":1}}""");

        Api.ContainersWith("oi").Should().Equal("0123456789ab", "short");
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.0 200 OK")]
    [InlineData("HTTP/1.0 404 Not Found\r\n\r\n")]
    [InlineData("HTTP/1.0 500 Error\r\n\r\n{}")]
    [InlineData("HTTP/1.0 201 OK\r\n\r\n{}")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n[]")]
    [InlineData("200\r\n\r\n{}")]
    public void An_answer_that_is_none_is_an_error(string answer)
    {
        _answers["/info"] = answer;

        FluentActions.Invoking(() => Api.Info).Should().Throw<InterceptorException>().WithMessage($"cannot query dockerd at {_scratch["socket"]}: its answer to /info is malformed");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    public void A_list_that_is_none_is_an_error(string list)
    {
        _answers["/containers/json?all=1"] = Ok(list);

        FluentActions.Invoking(() => Api.ContainersWith("oi")).Should().Throw<InterceptorException>().WithMessage($"cannot query dockerd at {_scratch["socket"]}: its answer to /containers/json is malformed");
    }

    [Fact]
    public void A_container_that_is_none_is_an_error()
    {
        _answers["/containers/json?all=1"] = Ok("""[{"Id":"a"}]""");
        _answers["/containers/a/json"] = Ok("[]");

        FluentActions.Invoking(() => Api.ContainersWith("oi")).Should().Throw<InterceptorException>().WithMessage($"cannot query dockerd at {_scratch["socket"]}: its answer to /containers/ID/json is malformed");
    }

    [Fact]
    public void Containers_of_files_are_told_in_order()
    {
        string[] names = ["m", "z", "B", "a", "y", "b", "A", "c"];
        foreach (var id in names)
        {
            Directory.CreateDirectory(_scratch[$"root/containers/{id}"]);
            _scratch.File($"root/containers/{id}/hostconfig.json", """{"Runtime":"oi"}""");
        }
        ContainerStateFiles.With("oi", _scratch["root"]).Should().Equal(names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_status_that_is_no_number_is_an_error()
    {
        _answers["/info"] = "HTTP/1.0 abc\r\n\r\n{}";

        FluentActions.Invoking(() => Api.Info).Should().Throw<InterceptorException>().WithMessage($"cannot query dockerd at {_scratch["socket"]}: *");
    }

    [Fact]
    public void Where_nobody_listens_there_is_an_error() =>
        FluentActions.Invoking(() => new DockerApi(_scratch["none"]).Info).Should().Throw<InterceptorException>().WithMessage($"cannot query dockerd at {_scratch["none"]}: {Errno.Message(Errno.ENOENT)}");

    [Fact]
    public void Without_a_daemon_the_containers_are_those_of_its_files()
    {
        foreach (var (id, content) in new[] { ("0123456789abcdef", """{"Runtime":"oi"}"""), ("b", """{"Runtime":"runc"}"""), ("c", """{"Runtime":"oi"}"""), ("d", "[]"), ("e", "{}") })
        {
            Directory.CreateDirectory(_scratch[$"root/containers/{id}"]);
            _scratch.File($"root/containers/{id}/hostconfig.json", content);
        }
        Directory.CreateDirectory(_scratch["root/containers/f"]);

        ContainerStateFiles.With("oi", _scratch["root"]).Should().Equal("0123456789ab", "c");
        ContainerStateFiles.With("oi", _scratch["none"]).Should().BeEmpty();
    }

    private static string Ok(string body) => $"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{body}";

    private void Serve()
    {
        try
        {
            while (true)
            {
                using var connection = _listener.Accept();
                var bytes = new byte[4096];
                var request = Encoding.ASCII.GetString(bytes, 0, connection.Receive(bytes));
                request.Should().EndWith(" HTTP/1.0\r\nHost: docker\r\n\r\n").And.StartWith("GET ");
                connection.Send(Encoding.ASCII.GetBytes(_answers[request.Split(' ')[1]]));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
