using OciInterceptor.Engines.Toml;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Containerd;

/// <summary>Removes a runtime from a config.toml that was edited after the installation.</summary>
internal static class ContainerdRemoval
{
    /// <summary>The mark of containerd's built-in runtimes. No runtime can have this name.</summary>
    internal const string Stock = "(containerd's own)";

    /// <summary>Whether only what an installation wrote into a new file is left.</summary>
    internal static bool IsAsMade(string text) => text is "version = 2\n" or "version = 3\n" or "version = 4\n" or ContainerdTemplate.Base;

    /// <summary>The text of a file without a runtime; without the last one, as it was before the first.</summary>
    /// <exception cref="InterceptorException">Its marks are damaged, or it has the runtime elsewhere too.</exception>
    internal static string Without(string text, string name, string path)
    {
        text = MarkedText.Without(text, name, path);
        RequireGone(TomlReader.Read(text, path), name, path);
        var bare = MarkedText.Without(text, Stock, path);
        return Names(TomlReader.Read(bare, path), null) ? text : bare;
    }

    /// <summary>Makes sure that the runtime is gone: a file whose comments or line ends were changed would still name the removed program.</summary>
    /// <exception cref="InterceptorException">It is there, at the line that the message names.</exception>
    internal static void RequireGone(ImmutableArray<TomlStatement> statements, string name, string path)
    {
        foreach (var statement in statements)
        {
            if (statement.Key is ["plugins", _, "containerd", "runtimes", var runtime, ..] && runtime == name)
            {
                throw new InterceptorException($"{path}:{statement.Line}: {MarkedText.Unmarked(name)}");
            }
            if (statement.Key is ["plugins", _, "containerd", "default_runtime_name"] && statement.Text == name)
            {
                throw new InterceptorException($"{path}:{statement.Line}: {MarkedText.Chosen(name)}");
            }
        }
    }

    /// <summary>Whether a file names the runtime, or any runtime if it is null.</summary>
    internal static bool Names(ImmutableArray<TomlStatement> statements, string? runtime)
    {
        foreach (var statement in statements)
        {
            if (statement.Key is ["plugins", _, "containerd", "runtimes", var name, ..] && (runtime is null || name == runtime))
            {
                return true;
            }
        }
        return false;
    }
}
