using System.Globalization;
using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Docker;

/// <summary>The parts of the Engine API that are used here, over a Unix socket.</summary>
internal sealed class DockerApi(string socket)
{
    private const string Scheme = "unix://";
    private const int MaxAnswer = 64 << 20;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _long = TimeSpan.FromSeconds(60); // to start a container

    /// <summary>The API of a daemon, at the first Unix socket that it listens on.</summary>
    internal static DockerApi Of(DockerProcess process, DaemonConfiguration configuration)
    {
        var host = process.Hosts.Concat(configuration.Texts("hosts"u8)).FirstOrDefault(host => host.StartsWith(Scheme, StringComparison.Ordinal));
        return new DockerApi(process.Seen(host is null || host.Length == Scheme.Length ? process.Places.Socket : host[Scheme.Length..]));
    }

    /// <summary>Facts about the daemon, its runtimes among them.</summary>
    internal JsonObject Info => Object(Get("/info"), "/info");

    /// <summary>The names of the containers that have a runtime, running or not.</summary>
    internal List<string> ContainersWith(string runtime)
    {
        var names = new List<string>();
        foreach (var item in Get("/containers/json?all=1") is JsonArray list ? list.Items : throw Unexpected("/containers/json"))
        {
            var id = (Object(item, "/containers/json").Field("Id"u8) as JsonScalar ?? throw Unexpected("/containers/json")).AsText();
            // A container removed in the meantime no longer needs the runtime.
            if (TryGet($"/containers/{id}/json") is { } answer && HasRuntime(Object(answer, "/containers/ID/json").Field("HostConfig"u8), runtime))
            {
                names.Add(id[..Math.Min(12, id.Length)]);
            }
        }
        return names;
    }

    /// <summary>A container's state; null if it does not exist.</summary>
    internal JsonObject? Container(string id) => TryGet($"/containers/{id}/json") is { } answer ? Object(answer, "/containers/ID/json") : null;

    /// <summary>Asks for something to be made or done.</summary>
    /// <param name="path">The path, with its query.</param>
    /// <param name="type">The type of <paramref name="body"/>.</param>
    /// <param name="body">What to send; may be empty.</param>
    /// <returns>The answer's body.</returns>
    /// <exception cref="InterceptorException">dockerd refuses; the message is dockerd's.</exception>
    internal byte[] Post(string path, string type, byte[] body) => Require("POST", path, Send("POST", path, type, body, _long));

    /// <summary>Removes something, if it exists.</summary>
    /// <exception cref="InterceptorException">dockerd refuses; the message is dockerd's.</exception>
    internal void Delete(string path)
    {
        var answer = Send("DELETE", path, "", [], _long);
        if (answer.Status != 404)
        {
            _ = Require("DELETE", path, answer);
        }
    }

    private byte[] Require(string method, string path, (int Status, byte[] Body) answer)
    {
        if (answer.Status is >= 200 and < 300)
        {
            return answer.Body;
        }
        var reason = $"status {answer.Status}";
        try
        {
            reason = (Object(JsonText.Parse(answer.Body, path), path).Field("message"u8) as JsonScalar)?.AsText() ?? reason;
        }
        catch (InterceptorException)
        {
            // An answer without a message has at least its status.
        }
        throw new InterceptorException($"dockerd refuses {method} {path.Split('?')[0]}: {reason}");
    }

    /// <summary>Whether a container's HostConfig names a runtime.</summary>
    internal static bool HasRuntime(JsonValue? hostConfig, string runtime) =>
        (hostConfig as JsonObject)?.Field("Runtime"u8) is JsonScalar { Kind: JsonKind.String } name && name.AsText() == runtime;

    /// <exception cref="InterceptorException">The resource does not exist, or dockerd does not answer.</exception>
    private JsonValue Get(string path) => TryGet(path) ?? throw Unexpected(path);

    // Null if the resource does not exist.
    private JsonValue? TryGet(string path) => Send("GET", path, "", [], _patience) switch
    {
        (200, var body) => JsonText.Parse(body, path),
        (404, _) => null,
        _ => throw Unexpected(path),
    };

    /// <summary>The status of an answer, and its body.</summary>
    private (int Status, byte[] Body) Send(string method, string path, string type, byte[] body, TimeSpan patience)
    {
        try
        {
            using var connection = UnixSocket.Connect(socket, patience);
            // An HTTP/1.0 answer is not chunked, and ends with the connection.
            var content = method == "POST" ? $"Content-Type: {type}\r\nContent-Length: {body.Length}\r\n" : "";
            connection.WriteAll((byte[])[.. Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.0\r\nHost: docker\r\n{content}\r\n"), .. body]);
            var answer = connection.ReadToEnd(MaxAnswer) ?? throw Unexpected(path);
            var head = answer.AsSpan().IndexOf("\r\n\r\n"u8);
            return head < 12 ? throw Unexpected(path) : (int.Parse(Encoding.ASCII.GetString(answer, 9, 3), CultureInfo.InvariantCulture), answer[(head + 4)..]);
        }
        catch (FormatException e)
        {
            throw Unexpected(path, e);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot query dockerd at {socket}: {e.Message}", e);
        }
    }

    private JsonObject Object(JsonValue value, string path) => value as JsonObject ?? throw Unexpected(path);

    private InterceptorException Unexpected(string path, Exception? cause = null) => new($"cannot query dockerd at {socket}: its answer to {path} is malformed", cause);
}
