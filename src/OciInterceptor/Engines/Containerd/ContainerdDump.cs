using System.Text;
using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Engines.Containerd;

/// <summary>A configuration as containerd itself understands it (containerd config dump).</summary>
internal sealed class ContainerdDump(ImmutableArray<TomlStatement> statements)
{
    private static ImmutableArray<string> NotSettings => ["runtime_type", "runtime_engine", "runtime_root", "runtime_path", "options.BinaryName"];

    // containerd prints unset options too.
    private static ImmutableArray<string> Unset => ["\"\"", "''", "false", "0", "[]", "{}"];

    /// <summary>Whether containerd 2.0 or later wrote it, which uses the plugin's newer name.</summary>
    internal bool IsVersion3
    {
        get
        {
            foreach (var statement in statements)
            {
                if (statement.Key is ["plugins", ContainerdConfiguration.Version3, ..])
                {
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>The runtimes that are known.</summary>
    internal ImmutableArray<string> Runtimes
    {
        get
        {
            ImmutableArray<string> names = [];
            foreach (var statement in statements)
            {
                if (statement.Key is ["plugins", _, "containerd", "runtimes", var name, _, ..] && !names.Contains(name))
                {
                    names = names.Add(name);
                }
            }
            return names;
        }
    }

    /// <summary>A runtime as tables of its own.</summary>
    internal string Tables(string name)
    {
        var text = new StringBuilder();
        var table = "";
        foreach (var statement in statements)
        {
            if (statement.Kind != TomlKind.Value || statement.Key is not ["plugins", _, "containerd", "runtimes", var runtime, .., var key] || runtime != name)
            {
                continue;
            }
            if (TomlText.Key(statement.Key.AsSpan()[..^1]) is var header && header != table)
            {
                text.Append('[').Append(header).Append("]\n");
                table = header;
            }
            text.Append("  ").Append(TomlText.Key(key)).Append(" = ").Append(statement.Value).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>A runtime's settings that another can have too.</summary>
    internal ImmutableArray<(string Key, string Value)> Settings(string name) =>
        Below(name).Where(setting => !IsOwn(setting.Key) && !Unset.Contains(setting.Value)).ToImmutableArray();

    /// <summary>Why a runtime's program cannot be replaced; null if it can, or if the runtime is not known.</summary>
    internal string? Fault(string name)
    {
        foreach (var (key, value) in Below(name))
        {
            var text = new TomlStatement(TomlKind.Value, [key], value, 0).Text;
            if (key == "runtime_type" && text is not (null or "" or ContainerdRuntime.Type or "io.containerd.runc.v1"))
            {
                return $"the default runtime {name} has runtime_type = {value}: a shim of its own, which calls no runtime that the interceptor could become";
            }
            if (key == "runtime_path" && text is { Length: > 0 })
            {
                return $"the default runtime {name} has runtime_path = {value}: a shim of its own, which may call no runtime at all";
            }
        }
        return null;
    }

    /// <summary>The version that the text states; null without one.</summary>
    internal string? Version
    {
        get
        {
            foreach (var statement in statements)
            {
                if (statement.Is("version"))
                {
                    return statement.Value;
                }
            }
            return null;
        }
    }

    /// <summary>The program of a runtime; null when the runtime is not known, or its shim looks for runc on PATH.</summary>
    internal string? Path(string name)
    {
        foreach (var statement in statements)
        {
            if (statement.Kind == TomlKind.Value && statement.Key is ["plugins", _, "containerd", "runtimes", var runtime, "options", "BinaryName"] && runtime == name)
            {
                return statement.Text is { Length: > 0 } path ? path : null;
            }
        }
        return null;
    }

    internal string? DefaultRuntime
    {
        get
        {
            foreach (var statement in statements)
            {
                if (statement.Kind == TomlKind.Value && statement.Key is ["plugins", _, "containerd", "default_runtime_name"])
                {
                    return statement.Text;
                }
            }
            return null;
        }
    }

    /// <summary>The first difference from another dump outside the named runtime; null if they are equal.</summary>
    internal string? DifferenceTo(ContainerdDump other, string name, bool isDefault)
    {
        var ours = Rest(name, isDefault);
        var theirs = other.Rest(name, isDefault);
        for (var i = 0; i < Math.Max(ours.Length, theirs.Length); i++)
        {
            if (i >= ours.Length || i >= theirs.Length || ours[i] != theirs[i])
            {
                return i < theirs.Length ? theirs[i] : ours[i];
            }
        }
        return null;
    }

    private static bool IsOwn(string key) => NotSettings.Any(name => key == name || key.StartsWith(name + ".", StringComparison.Ordinal));

    // An inline table or a list of them is one setting, and its entries, which follow it, are not. The options are a table of their own in
    // what is written, so of them it is the entries. Of two plugins that have the runtime, the first is asked.
    private IEnumerable<(string Key, string Value)> Below(string name)
    {
        ImmutableArray<string> whole = [];
        string? plugin = null;
        foreach (var statement in statements)
        {
            if (statement.Kind == TomlKind.Value && statement.Key is ["plugins", var asked, "containerd", "runtimes", var runtime, .. var rest] && runtime == name && !rest.IsEmpty && rest is not ["options"]
                && asked == (plugin ??= asked) && (whole.IsEmpty || !statement.IsBelow(whole.AsSpan())))
            {
                whole = statement.Value is ['{' or '[', ..] ? statement.Key : whole;
                yield return (TomlText.Key(rest.AsSpan()), statement.Value);
            }
        }
    }

    // The imports are named differently while a copy is checked.
    private ImmutableArray<string> Rest(string name, bool isDefault) =>
        [.. statements
            .Where(statement => statement.Kind == TomlKind.Value && !statement.Is("imports")
                && !(statement.Key is ["plugins", _, "containerd", "runtimes", var runtime, ..] && runtime == name)
                && !(isDefault && statement.Key is ["plugins", _, "containerd", "default_runtime_name"]))
            .Select(statement => $"{TomlText.Key(statement.Key.AsSpan())} = {statement.Value}")];
}
