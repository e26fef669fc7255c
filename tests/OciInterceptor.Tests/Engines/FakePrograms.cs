using System.Text;

namespace OciInterceptor.Tests.Engines;

/// <summary>A directory for PATH, with shell scripts in place of engines' programs. They note the arguments of each call.</summary>
internal sealed class FakePrograms : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    internal string Path => _directory.Path;

    /// <summary>The path of a name in it.</summary>
    internal string this[string name] => _directory[name];

    public void Dispose() => _directory.Dispose();

    /// <summary>Puts a script there; in its text, "$0.NAME" is a file beside it.</summary>
    internal string Add(string name, string script) => Write(name, $"#!/bin/sh\necho \"$*\" >> \"$0.calls\"\n{script}\n");

    /// <summary>Puts a file there that may be executed and is no program.</summary>
    internal string AddBroken(string name) => Write(name, "no program\n");

    /// <summary>The arguments of the calls so far, a line each.</summary>
    internal string[] Calls(string name) => File.Exists(this[$"{name}.calls"]) ? File.ReadAllLines(this[$"{name}.calls"]) : [];

    // By another process: one that this process forks meanwhile would hold the file open for writing, and nobody could execute it.
    private string Write(string name, string text)
    {
        Shell.Run("sh", ["-c", "cat > \"$0\" && chmod 0755 \"$0\"", this[name]], Encoding.UTF8.GetBytes(text));
        return this[name];
    }
}
