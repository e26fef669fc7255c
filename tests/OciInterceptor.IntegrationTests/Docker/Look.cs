using System.Text.RegularExpressions;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>Everything that a container can see of how it was made, as text to compare.</summary>
internal static partial class Look
{
    // The numbers of mounts and namespaces change with each container: mounts are shown from their fourth field on.
    // The shell itself reads its status: while it starts a program, the C library blocks its signals.
    // What lies in the host's /dev/shm and /dev/mqueue, which --ipc host shows, other programs make and remove at any time.
    // A listing of /proc/$$/fd would show the descriptors of the listing, too, so each number is tried.
    public const string Script =
        """
        echo '[mounts]'; cut -d' ' -f4- /proc/$$/mountinfo
        echo '[status]'
        while read -r line; do
          case $line in Umask*|Uid*|Gid*|Groups*|Sig[BIC]*|Cap*|NoNewPrivs*|Seccomp*|Spec*|Cpus_allowed*|Mems_allowed*) echo "$line";; esac
        done < /proc/$$/status
        echo '[depth]'; awk '/^NSpid/ { print NF }' /proc/$$/status
        echo '[limits]'; cat /proc/$$/limits
        echo '[environment]'; tr '\0' '\n' < /proc/$$/environ
        echo '[identity]'; id; pwd; hostname; cat /proc/sys/kernel/domainname; umask
        echo '[process]'
        awk -v p=$$ '{ print ($5 == p), ($6 == p), ($7 != 0), $18, $19, $40, $41 }' /proc/$$/stat
        for f in oom_score_adj coredump_filter personality timerslack_ns loginuid sessionid attr/current; do echo $f $(cat /proc/$$/$f 2>&1); done
        echo '[descriptors]'
        for fd in $(seq 0 99); do [ ! -L /proc/$$/fd/$fd ] || echo $fd $(readlink /proc/$$/fd/$fd) $(grep flags /proc/$$/fdinfo/$fd 2>&-); done
        echo '[namespaces]'; for n in /proc/$$/ns/*; do readlink $n; done
        echo '[cgroups]'; cat /proc/$$/cgroup
        for f in memory/memory.limit_in_bytes pids/pids.max cpu/cpu.shares cpuset/cpuset.cpus devices/devices.list memory.max pids.max cpu.weight cpuset.cpus.effective; do
          [ ! -r /sys/fs/cgroup/$f ] || echo $f $(cat /sys/fs/cgroup/$f)
        done
        echo '[sysctls]'; cat /proc/sys/net/ipv4/ip_unprivileged_port_start /proc/sys/kernel/shmmax
        echo '[devices]'; find /dev -type d -o -path '/dev/shm/*' -o -path '/dev/mqueue/*' -o -exec stat -c '%A %u:%g %t,%T %N' {} + | sort
        echo '[root]'; for f in / /*; do stat -c '%A %u:%g %N' $f; done; ls -l /etc | awk '{ print $1, $3, $4, $NF }'
        echo '[masked]'; for f in /proc/kcore /proc/keys /proc/timer_list /proc/scsi /sys/firmware; do stat -c '%A %u:%g %t,%T %N' $f 2>&1; done
        echo '[end]'
        """;

    private static readonly string[] _hostNamespaces = [.. Directory.GetFiles("/proc/self/ns").Select(file => new FileInfo(file).LinkTarget!)];

    /// <summary>Looks around in a new container; in the options "|" stands for a space within one argument.</summary>
    public static string Inside(DockerRuntime runtime, string options)
    {
        string[] hostname = options.Contains("--uts") ? [] : ["--hostname", "inside"];
        string[] given = [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(option => option.Replace('|', ' '))];
        var seen = Normalised(runtime.Run(0, Script, [.. hostname, .. given]).OutputText);
        return seen.Contains("[end]") ? seen : throw new InvalidOperationException("the look is not complete:\n" + seen);
    }

    /// <summary>The lines in which two looks differ, each pair with its section.</summary>
    public static IEnumerable<string> Differences(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var section = "";
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            var (l, r) = (left.ElementAtOrDefault(i), right.ElementAtOrDefault(i));
            if (l?.StartsWith('[') == true)
                section = l;
            if (l != r)
                yield return $"{section} expected \"{l}\" but found \"{r}\"";
        }
    }

    /// <summary>Takes out what is new with each container: ids, layers, numbers of namespaces, pipes and peer groups.</summary>
    public static string Normalised(string seen)
    {
        // A terminal's line ends.
        seen = seen.Replace("\r\n", "\n");
        seen = Identifier().Replace(seen, "ID");
        seen = LayerLink().Replace(seen, "l/LAYER");
        seen = PeerGroup().Replace(seen, "$1:N");
        return Inode().Replace(seen, match => $"{match.Groups[1]}:[{(_hostNamespaces.Contains(match.Value) ? "of the host" : "own")}]");
    }

    [GeneratedRegex("[0-9a-f]{64}(-init)?")]
    private static partial Regex Identifier();

    [GeneratedRegex("l/[A-Z0-9]{26}")]
    private static partial Regex LayerLink();

    [GeneratedRegex("(master|shared):[0-9]+")]
    private static partial Regex PeerGroup();

    [GeneratedRegex(@"([a-z_]+):\[[0-9]+\]")]
    private static partial Regex Inode();
}
