using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>
/// containerd's CRI plugin, called as a kubelet calls it: gRPC over the socket, with as much of the messages of
/// runtime.v1 as a pod in the host's network takes.
/// </summary>
internal sealed class CriRuntime : IDisposable
{
    private const int NetworkOfTheNode = 2;

    private readonly HttpClient _client;

    public CriRuntime(string socket) => _client = new HttpClient(new SocketsHttpHandler
    {
        ConnectCallback = async (_, token) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), token);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    {
        Timeout = TimeLimit.OfACommand,
    };

    public void Dispose() => _client.Dispose();

    /// <summary>Starts a pod with one container and gives the IDs of both.</summary>
    /// <param name="handler">What a RuntimeClass calls its handler; empty for the default.</param>
    public (string Pod, string Container) Start(string handler, string image, params string[] command)
    {
        var name = Path.GetRandomFileName()[..8];
        var security = Message((1, Message((1, NetworkOfTheNode))));
        var pod = Message((1, Message((1, name), (2, name), (3, "default"))), (8, Message((2, security))));
        var podId = Text(Call("RunPodSandbox", Message((1, pod), (2, handler))), 1);
        var container = Message([(1, Message((1, name))), (2, Message((1, image))), .. command.Select(word => (3, (object)word))]);
        var containerId = Text(Call("CreateContainer", Message((1, podId), (2, container), (3, pod))), 1);
        Call("StartContainer", Message((1, containerId)));
        return (podId, containerId);
    }

    /// <summary>Runs a command in a container and gives what it prints.</summary>
    public string Exec(string container, params string[] command) =>
        Text(Call("ExecSync", Message([(1, container), .. command.Select(word => (2, (object)word)), (3, TimeLimit.Seconds(TimeLimit.OfAProgram))])), 1);

    /// <summary>Stops a pod and removes it.</summary>
    public void Remove(string pod)
    {
        Call("StopPodSandbox", Message((1, pod)));
        Call("RemovePodSandbox", Message((1, pod)));
    }

    /// <summary>Whether it knows an image: of one that another client imports it hears a little later.</summary>
    public bool Has(string image) => Call("ImageStatus", Message((1, Message((1, image)))), "ImageService").Length > 0;

    private byte[] Call(string method, byte[] message, string service = "RuntimeService")
    {
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://localhost/runtime.v1.{service}/{method}")
        {
            Content = new ByteArrayContent(frame),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var response = _client.SendAsync(request).GetAwaiter().GetResult();
        var body = new MemoryStream();
        response.Content.ReadAsStream().CopyTo(body);
        var trailers = response.TrailingHeaders.Concat(response.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value));
        return trailers.GetValueOrDefault("grpc-status") == "0"
            ? body.ToArray()[5..]
            : throw new InvalidOperationException($"{method}: {Uri.UnescapeDataString(trailers.GetValueOrDefault("grpc-message") ?? "no answer")}");
    }

    // protobuf: a field is its number and kind, then a varint, or a length and that many bytes.
    private static byte[] Message(params (int Field, object Value)[] fields)
    {
        var message = new MemoryStream();
        foreach (var (field, value) in fields)
        {
            if (value is int number)
            {
                Varint((uint)field << 3);
                Varint((uint)number);
                continue;
            }
            var bytes = value as byte[] ?? Encoding.UTF8.GetBytes((string)value);
            Varint(((uint)field << 3) | 2);
            Varint((uint)bytes.Length);
            message.Write(bytes);
        }
        return message.ToArray();

        void Varint(uint value)
        {
            for (; value > 0x7F; value >>= 7)
                message.WriteByte((byte)(value | 0x80));
            message.WriteByte((byte)value);
        }
    }

    /// <summary>A field that is a text; empty when it is not there.</summary>
    private static string Text(byte[] message, int wanted)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint();
            if ((tag & 7) == 0)
            {
                Varint();
                continue;
            }
            var length = Varint();
            if (tag >> 3 == wanted)
                return Encoding.UTF8.GetString(message, at, length);
            at += length;

            int Varint()
            {
                var (value, shift) = (0, 0);
                for (; (message[at] & 0x80) != 0; shift += 7)
                    value |= (message[at++] & 0x7F) << shift;
                return value | (message[at++] << shift);
            }
        }
        return "";
    }
}
