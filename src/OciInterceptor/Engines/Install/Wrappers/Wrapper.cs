using System.Text;

namespace OciInterceptor.Engines.Install.Wrappers;

/// <summary>A shell script that becomes a runtime, with arguments before the engine's own.</summary>
/// <param name="Name">The script's name, a runtime's.</param>
/// <param name="Program">The runtime's file, an absolute path.</param>
/// <param name="Arguments">The arguments that the runtime gets first.</param>
internal sealed record Wrapper(string Name, string Program, ImmutableArray<string> Arguments)
{
    /// <summary>The beginning of every script, by which it is recognized as ours.</summary>
    internal const string Start = "#!/bin/sh\n# Made by oi-install, with all others in this directory; whatever else is in it is lost when they are made anew.\n";

    /// <summary>The script: one process, and every argument as it is.</summary>
    internal byte[] Script => Encoding.UTF8.GetBytes($"{Start}exec {string.Join(' ', Arguments.Insert(0, Program).Select(Quoted))} \"$@\"\n");

    // Within single quotes, a POSIX shell takes everything literally but a single quote.
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
