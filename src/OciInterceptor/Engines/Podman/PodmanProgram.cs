using System.Text;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Podman;

/// <summary>podman, asked how it reads a file and which containers it has.</summary>
internal sealed class PodmanProgram(string path)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Has podman look for a runtime in a configuration, with a temporary storage.</summary>
    /// <exception cref="InterceptorException">It does not find the runtime there.</exception>
    internal void RequireTaken(string text, string name, string program, bool isDefault)
    {
        var scratch = Directory.CreateTempSubdirectory("oci-interceptor-").FullName;
        try
        {
            FileState.Of(Encoding.UTF8.GetBytes(text)).Put($"{scratch}/containers.conf", Permissions.Private);
            // If podman does not work at all, as while an image is built, it cannot be asked.
            if (Look("/dev/null", []).ExitCode != 0)
            {
                return;
            }
            var answer = Look($"{scratch}/containers.conf", isDefault ? [] : ["--runtime", name]);
            if (answer.ExitCode != 0 || answer.Line != $"{name} {program}")
            {
                throw new InterceptorException($"podman would not find the runtime {name}: {(answer.ExitCode != 0 ? answer.Complaint : answer.Line)}");
            }
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot check the change with {path}: {e.Message}", e);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }

        ProgramOutput Look(string configuration, string[] runtime) => Run(
        [
            $"CONTAINERS_CONF={configuration}", path, "--root", $"{scratch}/root", "--runroot", $"{scratch}/run", "--tmpdir", $"{scratch}/tmp",
            "--storage-driver", "vfs", .. runtime, "info", "--format", "{{.Host.OCIRuntime.Name}} {{.Host.OCIRuntime.Path}}",
        ]);
    }

    /// <summary>The containers with a runtime.</summary>
    /// <exception cref="InterceptorException">podman fails.</exception>
    internal List<string> Users(string name)
    {
        try
        {
            var all = All();
            while (all.Count > 0)
            {
                var answer = Run([path, "container", "inspect", "--format", "{{.Id}} {{.OCIRuntime}}", .. all]);
                var now = answer.ExitCode == 0 ? all : [.. All().Intersect(all)];
                // A container removed in the meantime needs no runtime; podman only reports it as missing.
                if (now.Count == all.Count)
                {
                    return [.. Required(answer).Where(line => line.EndsWith($" {name}", StringComparison.Ordinal)).Select(line => line.Split(' ')[0][..12])];
                }
                all = now;
            }
            return [];
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot list the containers of {path}: {e.Message}", e);
        }
    }

    private List<string> All() => Required(Run([path, "ps", "--all", "--no-trunc", "--format", "{{.ID}}"]));

    private List<string> Required(ProgramOutput answer) => answer.ExitCode == 0
        ? [.. answer.Text.Split('\n').Where(line => line.Length > 0)]
        : throw new InterceptorException($"cannot list the containers of {path}: {answer.Complaint}");

    private static ProgramOutput Run(IReadOnlyList<string> line) => ChildProgram.Run("/usr/bin/env", line, _patience);
}
