using OciInterceptor.Json;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Docker;

/// <summary>What Docker would run under a name.</summary>
internal sealed record DockerRuntime(string Name, RuntimeKind Kind)
{
    private const string LegacyName = "io.containerd.runtime.v1.linux";

    /// <summary>The program as configured: a path, or a name for PATH; null if none is set.</summary>
    internal string? Program { get; private init; }

    /// <summary>The program's file; null if missing.</summary>
    internal string? File { get; private init; }

    internal ImmutableArray<string> Arguments { get; private init; } = [];

    /// <summary>Whether containers that request no runtime get this one.</summary>
    internal bool IsDefault { get; private init; }

    /// <summary>Why Docker could not run it; null when it could.</summary>
    internal string? Fault { get; private init; }

    /// <summary>The script that Docker writes, with the arguments unquoted; null without arguments.</summary>
    internal string? Script => Arguments.IsEmpty ? null : $"#!/bin/sh\n{Program} {string.Join(' ', Arguments)} $@\n";

    /// <summary>The names in a configuration, and that of the runtime that needs none.</summary>
    internal static IEnumerable<string> NamesOf(DaemonConfiguration configuration) =>
        ((IEnumerable<string>)[DaemonConfiguration.Stock]).Concat(configuration.Runtimes.Members.Select(member => member.Name.AsText()).Where(name => name != DaemonConfiguration.Stock));

    /// <exception cref="InterceptorException">The configuration is malformed.</exception>
    internal static DockerRuntime Of(string name, DaemonConfiguration configuration, string searchPath)
    {
        var runtime = configuration.Runtimes.Entry(name) switch
        {
            not null when name == DaemonConfiguration.Stock => new DockerRuntime(name, RuntimeKind.Stock) { Fault = "the file configures a runtime of this name, which dockerd reserves: it does not start with this file" },
            null when name == DaemonConfiguration.Stock => new DockerRuntime(name, RuntimeKind.Stock) { Program = DaemonConfiguration.Stock },
            null when name == LegacyName => new DockerRuntime(name, RuntimeKind.Legacy) { Program = "containerd-shim" },
            null when ShimName.Fault(name) is { } fault => new DockerRuntime(name, RuntimeKind.Unknown) { Fault = fault },
            null => new DockerRuntime(name, RuntimeKind.Shim) { Program = ShimName.ProgramOf(name) },
            JsonObject entry => Configured(name, entry),
            var other => throw other.Error($"the runtime {name} must be an object"),
        };
        runtime = runtime with { IsDefault = (configuration.DefaultRuntime ?? DaemonConfiguration.Stock) == name };
        return runtime.Program is { } program ? runtime.Found(program, searchPath) : runtime;
    }

    private static DockerRuntime Configured(string name, JsonObject entry)
    {
        if (Text(entry, "path"u8) is { Length: > 0 } path)
        {
            return new DockerRuntime(name, RuntimeKind.Configured) { Program = path, Arguments = ArgumentsOf(entry) };
        }
        return Text(entry, "runtimeType"u8) switch
        {
            null or "" => new DockerRuntime(name, RuntimeKind.Unknown) { Fault = "it has neither a path nor a runtimeType" },
            ['/', ..] type => new DockerRuntime(name, RuntimeKind.Shim) { Program = type },
            var type when ShimName.Fault(type) is { } fault => new DockerRuntime(name, RuntimeKind.Unknown) { Fault = $"its runtimeType {type}: {fault}" },
            var type => new DockerRuntime(name, RuntimeKind.Shim) { Program = ShimName.ProgramOf(type) },
        };
    }

    private DockerRuntime Found(string program, string searchPath)
    {
        var file = program.Contains('/', StringComparison.Ordinal)
            ? ProgramPath.IsExecutable(program) ? program : null
            : ProgramPath.Find(program, searchPath);
        return this with { File = file, Fault = file is null ? $"cannot find the program {program}{(program.Contains('/', StringComparison.Ordinal) ? "" : " on PATH")}" : Fault };
    }

    private static string? Text(JsonObject entry, ReadOnlySpan<byte> name) => entry.Field(name) switch
    {
        null or { Kind: JsonKind.Null } => null,
        JsonScalar { Kind: JsonKind.String } text => text.AsText(),
        var other => throw other.Mismatch(name, "a string"),
    };

    private static ImmutableArray<string> ArgumentsOf(JsonObject entry) => entry.Field("runtimeArgs"u8) switch
    {
        null or { Kind: JsonKind.Null } => [],
        JsonArray list => [.. list.Items.Select(item => item is JsonScalar { Kind: JsonKind.String } text ? text.AsText() : throw item.Error("an argument must be a string"))],
        var other => throw other.Mismatch("runtimeArgs"u8, "a list of strings"),
    };
}
