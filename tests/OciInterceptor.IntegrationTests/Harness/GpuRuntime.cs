namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>
/// A wrapper of somebody else's that edits documents as nvidia-container-runtime does: where a variable of the container asks for
/// it, a `create` gets a hook, a mount, a device and a variable, the file is written in place, and the first of the runtimes that
/// its configuration names takes over. A `run` is handed on as it is.
/// </summary>
internal sealed class GpuRuntime
{
    /// <summary>The container's variable that asks for the device.</summary>
    public const string Variable = "GPU_VISIBLE_DEVICES";

    /// <summary>Where the container has the device, and the file that the wrapper mounts.</summary>
    public const string Device = "/dev/gpu0";
    public const string Library = "/usr/lib/libgpu.so";

    private const string Edit = """
        .process.env += ["GPU_DRIVER=loaded"]
        | .hooks.createRuntime += [{ path: $hook, args: ["gpu-hook", "configure"] }]
        | .mounts += [{ destination: "/usr/lib/libgpu.so", type: "bind", source: $library, options: ["bind", "ro"] }]
        | .linux.devices += [{ path: "/dev/gpu0", type: "c", major: 1, minor: 3, fileMode: 438, uid: 0, gid: 0 }]
        | .linux.resources.devices += [{ allow: true, type: "c", major: 1, minor: 3, access: "rwm" }]
        """;

    private readonly Scratch _scratch;

    public GpuRuntime(Scratch scratch)
    {
        _scratch = scratch;
        HookTrace = scratch["gpu-hook.trace"];
        scratch.Write("gpu.toml", "runtimes = [\"docker-runc\", \"runc\"]\n");
        scratch.Write("gpu.jq", Edit);
        scratch.Write("libgpu.so", "the library\n");
        Hook = scratch.WriteScript("gpu-hook", $"cat >/dev/null; echo \"$*\" >>{HookTrace}");
        Path = scratch.WriteScript("gpu-container-runtime", $$"""
            set -eu
            bundle=. previous=
            for argument; do
              case $previous in --bundle | -b) bundle=$argument ;; esac
              previous=$argument
            done
            document=$bundle/config.json
            case " $* " in
              *" create "*)
                if jq -e 'any(.process.env[]; test("^{{Variable}}=."))' "$document" >/dev/null; then
                  jq --arg hook {{Hook}} --arg library {{scratch["libgpu.so"]}} -f {{scratch["gpu.jq"]}} "$document" >"$document.gpu"
                  cat "$document.gpu" >"$document"
                  rm "$document.gpu"
                fi
                ;;
            esac
            for runtime in $(sed -n 's/^runtimes = \[\(.*\)\]/\1/p' {{scratch["gpu.toml"]}} | tr -d '",'); do
              if next=$(command -v "$runtime"); then exec "$next" "$@"; fi
            done
            echo "no runtime found" >&2
            exit 1
            """);
    }

    public string Path { get; }

    public string Hook { get; }

    /// <summary>A line for each time that the hook ran.</summary>
    public string HookTrace { get; }

    /// <summary>Names the runtimes of its configuration, of which the first that exists takes over.</summary>
    public void Becomes(params string[] runtimes) =>
        _scratch.Write("gpu.toml", $"runtimes = [{string.Join(", ", runtimes.Select(runtime => $"\"{runtime}\""))}]\n");
}
