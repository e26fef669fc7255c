namespace OciInterceptor.Engines.Doctor;

/// <summary>Which security modules are at work, and whether SELinux knows the interceptor as it knows the runtime.</summary>
internal sealed class SecurityModulesCheck : ICheck
{
    public string Name => "security";

    public IEnumerable<Diagnosis> Look(DoctorContext context)
    {
        var machine = context.Machine;
        var isSelinux = machine.Status("/sys/fs/selinux/enforce") is not null;
        var isApparmor = IsSet(machine, "/sys/module/apparmor/parameters/enabled", "Y"u8);
        yield return new Diagnosis(Health.Well, Name, (isSelinux, isApparmor) switch
        {
            (true, _) => $"SELinux is {(IsSet(machine, "/sys/fs/selinux/enforce", "1"u8) ? "enforcing" : "permissive")}",
            (_, true) => "AppArmor is on",
            _ => "neither SELinux nor AppArmor is active",
        });
        if (!isSelinux)
        {
            yield break;
        }
        foreach (var (engine, runtime) in context.Registrations)
        {
            // The engine's domain changes into the containers' by the type of the file that it executes.
            if (context.FileOf(runtime.Path) is { } file
                && machine.Runtime(file, runtime.Arguments).Path is { } target && context.FileOf(target) is { } real
                && TypeOf(machine.Label(file)) is { } ours && TypeOf(machine.Label(real)) is { } theirs && ours != theirs)
            {
                yield return new Diagnosis(Health.Problem, Name, $"{engine.Name}: {runtime.Name} has the SELinux type {ours}, but its runtime has {theirs}: run chcon --reference={real} {machine.ResolveOrKeep(file)}");
            }
        }
    }

    private static string? TypeOf(string? label) => label?.Split(':') is [_, _, var type, ..] ? type : null;

    private static bool IsSet(IMachine machine, string path, ReadOnlySpan<byte> value) => machine.Read(path) is { } content && content.AsSpan().StartsWith(value);
}
