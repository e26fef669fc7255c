using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>A policy with a rule of each kind that a container can see from inside, and the look that sees it.</summary>
internal sealed class ObservedPolicy
{
    /// <summary>What the look prints under the policy.</summary>
    public const string Under =
        """
        env set-by-policy gone
        device crw-rw-rw- a:e5
        open by runtime
        capability 0
        mount from-the-host refused
        limit 5 6
        seccomp EXDEV

        """;

    /// <summary>What it prints without: no rule's effect is there already.</summary>
    public const string Without =
        """
        env unset there
        device none
        open no
        capability 1
        mount none
        seccomp done

        """;

    /// <summary>Prints a line a rule; busybox is enough, whose words for EXDEV a link to another file system shows.</summary>
    public const string Look =
        """
        echo "env ${OI_FORCED-unset} ${OI_REMOVED-gone}"
        echo "device $(stat -c '%A %t:%T' /dev/oi-fuse 2>&- || echo none)"
        if (: </dev/oi-fuse) 2>&-; then echo 'open by runtime'; else echo 'open no'; fi
        echo "capability $((0x$(awk '/^CapBnd/ { print $2 }' /proc/self/status) >> 13 & 1))"
        if [ -e /oi-mounted ]; then echo "mount $(cat /oi-mounted) $( (echo x > /oi-mounted) 2>&- && echo written || echo refused)"; else echo 'mount none'; fi
        [ -z "${OI_FORCED-}" ] || echo "limit $(ulimit -Sc) $(ulimit -Hc)"
        exdev=$(ln /proc/version /tmp/oi-linked 2>&1)
        if m=$(mkdir /tmp/oi-made 2>&1); then echo 'seccomp done'; elif [ "${m##*: }" = "${exdev##*: }" ]; then echo 'seccomp EXDEV'; else echo "seccomp ${m##*: }"; fi
        """;

    /// <summary>Makes what the policy mounts.</summary>
    public ObservedPolicy(Scratch scratch)
    {
        var mounted = scratch.Write("mounted", "from-the-host\n");
        Json = $$"""
            // Comments and trailing commas are allowed.
            {
              "rules": [
                { "name": "variables", "type": "env", "force": { "OI_FORCED": "set-by-policy" }, "remove": ["OI_REM*"] },
                { "name": "fuse", "type": "devices",
                  "add": [{ "path": "/dev/oi-fuse", "type": "c", "major": 10, "minor": 229, "fileMode": "0666", "access": "rw" }] },
                { "name": "no-raw-sockets", "type": "capabilities", "drop": ["NET_RAW"] },
                { "name": "certificates", "type": "mounts",
                  "add": [{ "destination": "/oi-mounted", "type": "bind", "source": "{{mounted}}", "options": ["bind", "ro"] }] },
                { "name": "dumps", "type": "rlimits", "force": { "RLIMIT_CORE": { "soft": 2560, "hard": 3072 } } },
                { "name": "no-directories", "type": "seccomp", "deny": [{ "names": ["mkdir", "mkdirat"], "errno": 18 }] },
                { "name": "no-engine-socket", "type": "deny", "when": { "mountSource": ["/var/run/docker.sock"] },
                  "message": "the engine's socket stays out" },
              ],
            }
            """;
    }

    /// <summary>The policy file.</summary>
    public string Json { get; }
}
