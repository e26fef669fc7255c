namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>A real runtime with a state directory of its own, called directly or through the interceptor.</summary>
internal sealed class ContainerRuntime(string name, Scratch scratch)
{
    internal const string Unified = "/sys/fs/cgroup/unified";

    private readonly string _root = scratch.MakeDirectory(name);

    public string Path { get; } = Find(name);

    /// <summary>The call as an engine without the interceptor makes it.</summary>
    public Command Direct(params string[] arguments) => Prepared(new Command(Path, ["--root", _root, .. arguments]));

    /// <summary>The same call through the interceptor with some of its flags.</summary>
    public Command Intercepted(string[] flags, params string[] arguments) =>
        Prepared(PublishedBinary.Call([.. flags, "--oi-runtime-path", Path, "--root", _root, .. arguments]));

    /// <summary>Removes a container whatever its state, without the interceptor.</summary>
    public void Remove(string id) => Direct("delete", "--force", id).Run();

    /// <summary>
    /// crun refuses a machine that has cgroup v1 and v2 at once, so there it runs in a mount namespace without v2.
    /// </summary>
    private Command Prepared(Command command) =>
        name != "crun" || !Directory.Exists(Unified)
            ? command
            : command with
            {
                Program = "unshare",
                Arguments = [.. new Command("", "--mount", "sh", "-c", $"umount {Unified} && exec \"$@\"", "sh", command.Program).Arguments, .. command.Arguments],
            };

    private static string Find(string name) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':')
            .Select(directory => System.IO.Path.Combine(directory, name))
            .FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"{name} is not installed");
}
