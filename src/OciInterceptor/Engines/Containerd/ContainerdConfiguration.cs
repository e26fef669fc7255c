using OciInterceptor.Engines.Toml;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Containerd;

/// <summary>containerd's config.toml of version 2, 3 or 4, and what registers a runtime of its CRI plugin. Existing text is never rewritten.</summary>
internal sealed class ContainerdConfiguration
{
    internal const string Version2 = "io.containerd.grpc.v1.cri";
    internal const string Version3 = "io.containerd.cri.v1.runtime";

    private readonly string _path;
    private readonly string _text;
    private readonly ImmutableArray<TomlStatement> _statements;
    private readonly string _plugin;

    private ContainerdConfiguration(string text, string path)
    {
        (_text, _path) = (text, path);
        _statements = TomlReader.Read(text, path);
        RequirePlugin();
        var version = Find("version");
        Version = version?.Value ?? ContainerdTemplate.VersionOf(text, path)
            ?? throw new InterceptorException($"{path}: it has no version, which means version 1, but only 2, 3 and 4 are supported: convert it with containerd config migrate");
        // From version 3 to 4, only the server's settings moved (containerd, cmd/containerd/server/config, serviceMigrate).
        _plugin = Version switch
        {
            "2" => Version2,
            "3" or "4" => Version3,
            _ => throw new InterceptorException($"{path}:{version?.Line ?? 1}: unsupported version {Version}: want 2, 3 or 4"),
        };
    }

    internal string Version { get; }

    /// <summary>Whether it is a template that includes k3s's own.</summary>
    internal bool HasBase => ContainerdTemplate.HasBase(_text);

    /// <summary>Whether the file has version 3 or 4, which containerd reads since release 2.0 and 2.3. These releases merge imports table by table.</summary>
    internal bool IsVersion3 => Version != "2";

    /// <summary>The patterns of the imported files.</summary>
    internal ImmutableArray<string> Imports => Find("imports")?.Texts ?? [];

    /// <summary>The directory of the running containers' state.</summary>
    internal string StateDirectory => ContainerdTemplate.Is(_path) && Find("state")?.Text is null or ['{', '{', ..] ? ContainerdTemplate.StateDirectory : Find("state")?.Text ?? "/run/containerd";

    /// <param name="text">The file's text; null, or a text without any statement, is an empty configuration.</param>
    /// <param name="path">The file's name in errors.</param>
    /// <param name="version">What an empty configuration gets.</param>
    /// <exception cref="InterceptorException">The file is malformed, has another version, or disables the CRI plugin.</exception>
    internal static ContainerdConfiguration Parse(string? text, string path, string version = "2") =>
        new(!TomlReader.Read(text ?? "", path).IsEmpty || ContainerdTemplate.HasBase(text) ? text!
            : MarkedFree(text) + (ContainerdTemplate.Is(path) ? ContainerdTemplate.Base : $"version = {version}\n"), path);

    /// <summary>A drop-in to use instead of changing the file; null if the file has version 2 or imports no directory.</summary>
    internal string? DropInDirectory
    {
        get
        {
            const string All = "/*.toml";
            return IsVersion3
                ? Imports.FirstOrDefault(import => import.StartsWith('/') && import.EndsWith(All, StringComparison.Ordinal) && !import[..^All.Length].Contains('*', StringComparison.Ordinal))?[..^All.Length]
                : null;
        }
    }

    /// <summary>The file with a runtime added.</summary>
    /// <remarks>
    /// Before release 2.0, a file that names a runtime hides those that containerd has by itself. Those of
    /// <paramref name="known"/>, which is what containerd knows so far, are then named too.
    /// </remarks>
    /// <exception cref="InterceptorException">It cannot be added.</exception>
    internal string With(ContainerdRuntime runtime, bool isDefault, ContainerdDump known)
    {
        var runtimes = RequireFree(runtime.Name, known);
        foreach (var statement in _statements)
        {
            if (statement.Kind != TomlKind.Table && statement.Key.Length < runtimes.Length && runtimes.AsSpan()[..statement.Key.Length].SequenceEqual(statement.Key.AsSpan()))
            {
                throw Error(statement, $"{TomlText.Key(statement.Key.AsSpan())} is written so that no table can be added to it: write it as [{TomlText.Key(statement.Key.AsSpan())}]");
            }
        }
        var text = _text;
        var tables = runtime.Tables(_plugin);
        if (isDefault)
        {
            (text, tables) = WithDefault(runtime.Name, tables);
        }
        var stock = IsVersion3 || known.IsVersion3 ? "" : string.Join('\n', known.Runtimes.Where(name => !ContainerdRemoval.Names(_statements, name)).Select(name => known.Tables(name)));
        text = stock.Length == 0 ? text : MarkedText.With(text, MarkedText.Block(ContainerdRemoval.Stock, stock));
        return MarkedText.With(text, MarkedText.Block(runtime.Name, tables));
    }

    /// <summary>A file to be imported that adds the runtime.</summary>
    /// <exception cref="InterceptorException">The name is already in use.</exception>
    internal string DropIn(ContainerdRuntime runtime, bool isDefault, ContainerdDump known)
    {
        RequireFree(runtime.Name, known);
        return MarkedText.Block(runtime.Name, $"version = {Version}\n" + (isDefault ? DefaultTable(runtime.Name) : "") + runtime.Tables(_plugin));
    }

    // The key of the runtime's table, if its name is free.
    private ImmutableArray<string> RequireFree(string name, ContainerdDump known)
    {
        ImmutableArray<string> runtimes = ["plugins", _plugin, "containerd", "runtimes", name];
        foreach (var statement in _statements)
        {
            if (statement.Key.AsSpan().SequenceEqual(runtimes.AsSpan()) || statement.IsBelow(runtimes.AsSpan()))
            {
                throw Error(statement, $"the runtime {name} already exists and was not registered by oi-install: choose another name with --name, or remove it");
            }
        }
        if (ContainerdTemplate.HasBase(_text) && ContainerdTemplate.Detected.Contains(name))
        {
            throw new InterceptorException($"{_path}: k3s and RKE2 add a runtime {name} by themselves where they find its program: choose another name with --name");
        }
        return known.Runtimes.Contains(name)
            ? throw new InterceptorException($"a file that {_path} imports already has the runtime {name}: choose another name with --name, or remove it there")
            : runtimes;
    }

    private (string Text, string Tables) WithDefault(string name, string tables)
    {
        ImmutableArray<string> containerd = ["plugins", _plugin, "containerd"];
        if (ContainerdTemplate.HasBase(_text))
        {
            throw new InterceptorException($"{_path}: the template \"base\" has the table of the default runtime already: leave out --default, and start k3s or RKE2 with --default-runtime {name}");
        }
        if (Find([.. containerd, "default_runtime_name"]) is { } taken)
        {
            throw Error(taken, $"a default runtime is already set here: change it to default_runtime_name = {TomlText.String(name)} by hand, and leave out --default");
        }
        foreach (var statement in _statements)
        {
            if (statement.Kind == TomlKind.Table && statement.Is(containerd.AsSpan()))
            {
                var line = MarkedText.Line(name, $"{statement.Indentation}  {DefaultKey(name)}");
                return (_text.Insert(statement.End, (_text[statement.End - 1] == '\n' ? "" : "\n") + line), tables);
            }
            if (statement.Kind == TomlKind.Value && statement.IsBelow(containerd.AsSpan()) && statement.HeaderDepth < containerd.Length)
            {
                throw Error(statement, $"{TomlText.Key(containerd.AsSpan())} is not a table of its own, so the default cannot be added: add default_runtime_name = {TomlText.String(name)} beside this line by hand, and leave out --default");
            }
        }
        return (_text, DefaultTable(name) + tables);
    }

    private string DefaultTable(string name) => $"[{TomlText.Key("plugins", _plugin, "containerd")}]\n  {DefaultKey(name)}\n\n";

    private static string DefaultKey(string name) => $"default_runtime_name = {TomlText.String(name)}";

    private void RequirePlugin()
    {
        foreach (var plugin in Find("disabled_plugins")?.Texts ?? [])
        {
            if (plugin is "cri" or Version2 or Version3)
            {
                throw Error(Find("disabled_plugins")!, $"the plugin {plugin} is disabled, and with it every runtime in this file: remove it from the list first");
            }
        }
    }

    private TomlStatement? Find(params ReadOnlySpan<string> names)
    {
        foreach (var statement in _statements)
        {
            if (statement.Kind == TomlKind.Value && statement.Is(names))
            {
                return statement;
            }
        }
        return null;
    }

    private static string MarkedFree(string? comments) => comments is null or "" || comments.EndsWith('\n') ? comments ?? "" : comments + "\n";

    private InterceptorException Error(TomlStatement statement, string message) => new($"{_path}:{statement.Line}: {message}");
}
