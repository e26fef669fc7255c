using System.Text;
using System.Text.RegularExpressions;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Containerd;
using OciInterceptor.Engines.Crio;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Podman;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Engines.Doctor;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines;

/// <summary>
/// One file of TestData/Engines/Shapes, ENGINE/CASE.NAME, as the file NAME of an engine that is not there. The programs that it names
/// are, below the test's directory, and PATH has runc, crun and the vendors' runtimes.
/// </summary>
internal sealed partial class ShapeRun : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly string _shape;
    private readonly string _file;

    internal ShapeRun(string shape)
    {
        _shape = shape;
        var name = Path.GetFileName(shape)[(Path.GetFileName(shape).IndexOf('.', StringComparison.Ordinal) + 1)..];
        _file = _scratch[$"etc/{(name is "crio.conf" or "containers.conf" ? name : Engine is CrioEngine ? $"crio.conf.d/{name}" : Engine is PodmanEngine ? $"containers.conf.d/{name}" : name)}"];
        foreach (var program in new[] { "runc", "crun", "nvidia-container-runtime", "amd-container-runtime" })
        {
            Put($"path/{program}");
        }
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData/Engines/Shapes", shape)).Replace("{0}", $"{_scratch.Path}/etc", StringComparison.Ordinal);
        File.WriteAllText(_file, Program().Replace(text, match => _scratch[Put(match.Value[1..])]));
    }

    /// <summary>All files, with their content.</summary>
    internal string[] Files => [.. Directory.EnumerateFiles(_scratch["etc"], "*", SearchOption.AllDirectories).Order().Select(path => $"{path}\n{Convert.ToHexString(File.ReadAllBytes(path))}")];

    private IEngine Engine => EngineList.All.Single(engine => engine.Name == _shape.Split('/')[0].Replace("k3s", "containerd", StringComparison.Ordinal));

    public void Dispose() => _scratch.Dispose();

    /// <summary>What the runtime becomes and what its entry has, or why it is refused.</summary>
    internal string Install(bool isDefault)
    {
        var before = Settings();
        try
        {
            Engine.Install(Request(isDefault));
        }
        catch (InterceptorException e)
        {
            return $"refused: {Short(e.Message)}";
        }
        var after = Settings().ToList();
        foreach (var setting in before)
        {
            (after.Remove(setting) || (isDefault && setting.Key == "default-runtime")).Should().BeTrue($"{setting} is the operator's");
        }
        var link = new FileInfo(_scratch["policies/profiles/oi.runtime"]).LinkTarget;
        return Short($"becomes {link ?? "the runc on PATH"}: {string.Join("; ", after.Select(setting => $"{setting.Key} = {setting.Value}"))}");
    }

    internal void Uninstall() => Engine.Uninstall(Request(isDefault: false) with { Configuration = null });

    private InstallRequest Request(bool isDefault) => new(
        new RegistrationRequest("oi", RawArguments.Of("create").Options, _scratch["oci-interceptor"], new PolicyPaths(_scratch["policies"]), new FakeHost()) { SearchPath = _scratch["path"] },
        _ => { })
    {
        Machine = new FakeMachine { OtherRuntime = "/opt/runc" }.With("/opt/runc"),
        IsDefault = isDefault,
        Configuration = Engine switch
        {
            CrioEngine => _scratch["etc/crio.conf.d/99-oi.conf"],
            PodmanEngine => _scratch["etc/containers.conf.d/oi.conf"],
            _ => _file,
        },
    };

    // Each setting of each file; the keys of ours begin at its name.
    private List<(string Key, string Value)> Settings()
    {
        var settings = new List<(string, string)>();
        foreach (var path in Directory.EnumerateFiles(_scratch["etc"], "*", SearchOption.AllDirectories).Order())
        {
            settings.AddRange(Engine is DockerEngine ? Members(path) : Statements(path));
        }
        return settings;
    }

    private static IEnumerable<(string, string)> Members(string path)
    {
        DaemonConfiguration daemon;
        try
        {
            daemon = DaemonConfiguration.Parse(File.ReadAllBytes(path), path);
            _ = daemon.Runtimes;
        }
        catch (InterceptorException)
        {
            return [];
        }
        return daemon.Root.Members.Where(member => member.Name.AsText() != "runtimes").Concat(daemon.Runtimes.Members)
            .Select(member => (member.Name.AsText(), Encoding.UTF8.GetString(JsonBuilder.Line(member.Value).Span)));
    }

    private static IEnumerable<(string, string)> Statements(string path)
    {
        foreach (var statement in Read(path).Where(statement => statement.Kind == TomlKind.Value))
        {
            var at = statement.Key.AsSpan().IndexOf("oi");
            yield return (TomlText.Key(statement.Key.AsSpan()[(at < 0 ? 0 : Math.Min(at + 1, statement.Key.Length - 1))..]), Blanks().Replace(statement.Value, " "));
        }
    }

    private static List<TomlStatement> Read(string path)
    {
        try
        {
            return [.. TomlReader.Read(File.ReadAllText(path), path)];
        }
        catch (InterceptorException)
        {
            return [];
        }
    }

    private string Put(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_scratch[name])!);
        _scratch.Program(name);
        return name;
    }

    private string Short(string text) => text.Replace($"{_scratch.Path}/etc", "", StringComparison.Ordinal).Replace(_scratch.Path, "", StringComparison.Ordinal);

    [GeneratedRegex("""(?<=["'])/(usr|opt)/[a-z0-9/._-]*/(runc|crun|crun-wasm|runsc|sysbox-runc|kata-runtime|nvidia-container-runtime(\.cdi)?|conmon|conmonrs)(?=["'])""")]
    private static partial Regex Program();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}
