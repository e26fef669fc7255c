using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Host.Features;

/// <summary>A runtime's answer in a file: {"runtime": PATH, "features": {…}}, or a "fault" for one that has no features document.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="IsFinal">Whether the runtime has answered; otherwise it is being asked, or was when its call was killed.</param>
internal sealed record KeptAnswer(RuntimeAnswer Answer, bool IsFinal)
{
    private const int MaxSize = 2 << 20; // bytes

    /// <summary>What is kept while the runtime is asked.</summary>
    internal static ReadOnlyMemory<byte> Pending(string runtime) =>
        Bytes(runtime, ("asked", JsonScalar.True), ("fault", JsonScalar.Of($"{runtime} did not answer when it was asked for its features")));

    internal static ReadOnlyMemory<byte> Bytes(RuntimeAnswer answer) =>
        Bytes(answer.Runtime!, ("features", answer.Features?.Json), ("fault", JsonBuilder.Text(answer.Fault)));

    /// <summary>Null if absent. An answer that cannot be read or trusted counts too: it is not replaced, and nothing is known.</summary>
    internal static KeptAnswer? Read(string path, string runtime)
    {
        try
        {
            return FileStatus.FindName(path) is null ? null : Of(JsonText.Parse(TrustedFile.Read(path, MaxSize), path), runtime);
        }
        catch (IOException e) when (FileStatus.IsAbsence(e.HResult))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or InterceptorException)
        {
            return new KeptAnswer(new RuntimeAnswer(runtime, null, $"cannot read what {runtime} answered: {e.Message}"), IsFinal: true);
        }
    }

    private static KeptAnswer Of(JsonValue value, string runtime) => new(
        RuntimeFeatures.Of(Part.Find(value, "features")) is { } features
            ? new RuntimeAnswer(runtime, features, null)
            : new RuntimeAnswer(runtime, null, JsonScalar.TextOf(Part.Find(value, "fault")) ?? $"{runtime} has no features document"),
        IsFinal: Part.Find(value, "asked") is null);

    private static ReadOnlyMemory<byte> Bytes(string runtime, params ReadOnlySpan<(string Name, JsonValue? Value)> members) =>
        JsonBuilder.Line(JsonBuilder.Object([("runtime", JsonScalar.Of(runtime)), .. members]));
}
