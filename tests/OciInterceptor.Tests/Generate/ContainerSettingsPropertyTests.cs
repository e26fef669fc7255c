using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Collections;
using OciInterceptor.Generate;
using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Generate;

/// <summary>What holds for any wishes.</summary>
public sealed class ContainerSettingsPropertyTests
{
    private static readonly Gen<string> _path = Gen.Elements("..", ".", "", "a", "proc", "sys", "dev", "pts", "...", "x y", "..a").ListOf().Select(parts => "/" + string.Join('/', parts));

    private static readonly Gen<EnvironmentVariable> _variable =
        from name in Gen.Elements("PATH", "A", "HOME", "PATHS", "NOTIFY_SOCKET")
        from value in Gen.Elements("", "/x", "=", "PATH=/y")
        select new EnvironmentVariable(name, value);

    [Fact]
    public void A_destination_is_clean_and_leads_nowhere_else() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(_path.ToArbitrary(), path =>
    {
        string destination;
        try
        {
            destination = MountSyntax.Volume("/srv:" + path, new FakeHost(), allowSensitive: false).Destination;
        }
        catch (InterceptorException e)
        {
            return e.Message.StartsWith("cannot mount at /", StringComparison.Ordinal);
        }
        // The runtime's own reading of a path: Path.GetFullPath follows no links.
        return destination == Path.GetFullPath(destination)
            && destination == Path.GetFullPath(path).TrimEnd('/')
            && !$"{destination}/".StartsWith("/proc/", StringComparison.Ordinal)
            && !$"{destination}/".StartsWith("/sys/", StringComparison.Ordinal)
            && destination is not ("/" or "/dev" or "/dev/pts");
    }));

    [Fact]
    public void Each_variable_is_there_once_and_PATH_is_the_fixed_one_unless_it_was_given() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(_variable.ListOf().ToArbitrary(), given =>
    {
        var entries = Process(new ContainerSettings { Environment = global::OciInterceptor.Collections.ImmutableArray.ToImmutableArray(given) }).Env;
        var last = given.GroupBy(variable => variable.Name).ToDictionary(same => same.Key, same => same.Last().Value);
        last.TryAdd("PATH", ProcessGenerator.SearchPath);
        return entries.Select(entry => entry.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SequenceEqual(last.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }));

    [Fact]
    public void The_socket_of_the_engine_is_the_containers_whatever_else_is_said()
    {
        var wishes = new ContainerSettings { NotifySocket = "/run/systemd/notify", Environment = [new("NOTIFY_SOCKET", "/other")] };

        Process(wishes).Env.Should().Equal($"PATH={ProcessGenerator.SearchPath}", "NOTIFY_SOCKET=/run/notify.sock");
        new RuntimeSpec(ConfigurationGenerator.Of(wishes)).Mounts.Select(mount => (mount.Source, mount.Destination, string.Join(',', mount.Options)))
            .Should().Contain(("/run/systemd/notify", "/run/notify.sock", "bind,rprivate,nosuid,nodev,noexec,ro"));
    }

    [Fact]
    public void The_kernels_paths_are_those_of_the_profile()
    {
        var paths = KernelPaths.Hardened(new FakeHost());

        paths.Masked.Should().Equal(
            "/proc/acpi", "/proc/asound", "/proc/config.gz", "/proc/interrupts", "/proc/kallsyms", "/proc/kcore", "/proc/keys",
            "/proc/kpagecgroup", "/proc/kpagecount", "/proc/kpageflags", "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi",
            "/proc/sysrq-trigger", "/proc/timer_list", "/proc/timer_stats",
            "/sys/dev/block", "/sys/devices/virtual/powercap", "/sys/firmware", "/sys/fs/selinux");
        paths.Readonly.Should().Equal("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys");
    }

    private static Process Process(ContainerSettings wishes) => new RuntimeSpec(ConfigurationGenerator.Of(wishes)).Process!;
}
