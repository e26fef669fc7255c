namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Mounts in configurations that reach the host, as runtimes take them.</summary>
internal static class HostDocuments
{
    private const string Seen = "test -e /x/marker";

    internal static IReadOnlyList<DocumentMount> All { get; } =
    [
        new("a bind", "{'destination':'/x','type':'bind','source':'{S}/secret','options':['rbind']}", Seen),
        new("a bind that is not recursive", "{'destination':'/x','type':'bind','source':'{S}/secret','options':['bind','ro']}", Seen),
        new("a bind without a type", "{'destination':'/x','source':'{S}/secret','options':['bind']}", Seen),
        new("a bind of the type none", "{'destination':'/x','type':'none','source':'{S}/secret','options':['bind']}", Seen),
        new("a bind of the type tmpfs", "{'destination':'/x','type':'tmpfs','source':'{S}/secret','options':['rbind']}", Seen, ""),
        new("a bind of the type proc", "{'destination':'/x','type':'proc','source':'{S}/secret','options':['rbind']}", Seen, ""),
        new("a bind by its type alone", "{'destination':'/x','type':'bind','source':'{S}/secret'}", Seen, ""),
        new("a source relative to the bundle", "{'destination':'/x','type':'bind','source':'../secret','options':['rbind']}", Seen),
        new("a source with two dots", "{'destination':'/x','type':'bind','source':'{S}/empty/../secret','options':['rbind']}", Seen),
        new("a source with two slashes", "{'destination':'/x','type':'bind','source':'{S}//secret//','options':['rbind']}", Seen),
        new("a source that is a link", "{'destination':'/x','type':'bind','source':'{S}/link','options':['rbind']}", Seen),
        new("a source that is a file", "{'destination':'/x','type':'bind','source':'{S}/secret/marker','options':['bind']}"),
        new("a source in the place of the engine's", "{'destination':'/proc','type':'bind','source':'/proc','options':['rbind']}", "test -d /proc/1", "crun"),
        new("the directory of whoever looks", "{'destination':'/x','type':'bind','source':'/proc/self/cwd','options':['rbind']}"),
        new("the root of whoever looks", "{'destination':'/x','type':'bind','source':'/proc/self/root','options':['rbind']}"),
        new("the root of a process", "{'destination':'/x','type':'bind','source':'/proc/{P}/root','options':['rbind']}", Runtimes: ""),
        new("a descriptor of whoever looks", "{'destination':'/x','type':'bind','source':'/dev/fd/0','options':['bind']}", Runtimes: ""),
        new("the type proc", "{'destination':'/x','type':'proc','source':'proc'}", "test -d /x/sys", "crun"),
        new("the type proc beside its place", "{'destination':'/proc/../x','type':'proc','source':'proc'}", "test -d /x/sys", ""),
        new("the type sysfs", "{'destination':'/x','type':'sysfs','source':'sysfs'}", "test -d /x/kernel", "crun"),
        new("the type devtmpfs", "{'destination':'/x','type':'devtmpfs','source':'devtmpfs'}", "test -c /x/null"),
        new("the type debugfs", "{'destination':'/x','type':'debugfs','source':'debugfs'}", Runtimes: ""),
        new("the type tracefs", "{'destination':'/x','type':'tracefs','source':'tracefs'}", Runtimes: ""),
        new("the type securityfs", "{'destination':'/x','type':'securityfs','source':'securityfs'}", Runtimes: ""),
        new("the type bpf", "{'destination':'/x','type':'bpf','source':'bpf'}", Runtimes: ""),
        new("the type mqueue", "{'destination':'/x','type':'mqueue','source':'mqueue'}"),
        new("the type cgroup", "{'destination':'/x','type':'cgroup','source':'cgroup'}", Runtimes: ""),
        new("the type cgroup2", "{'destination':'/x','type':'cgroup2','source':'cgroup2'}", Runtimes: ""),
        new("an overlay", "{'destination':'/x','type':'overlay','source':'overlay','options':['lowerdir={S}/secret:{S}/empty']}", Seen),
        new("an overlay over a link", "{'destination':'/x','type':'overlay','source':'overlay','options':['lowerdir={S}/link:{S}/empty']}", Seen),
        new("an overlay, its layers twice", "{'destination':'/x','type':'overlay','source':'overlay','options':['lowerdir={S}/empty','lowerdir={S}/secret:{S}/empty']}", Seen),
        new("an overlay among other options", "{'destination':'/x','type':'overlay','source':'overlay','options':['index=off,lowerdir={S}/secret:{S}/empty']}", Seen),
        new("a file system of a program", "{'destination':'/x','type':'fuse.bindfs','source':'{S}/secret'}", Runtimes: ""),
        new("a type that nobody knows", "{'destination':'/x','type':'hostfs','source':'none','options':['/etc']}", Runtimes: ""),
        new("a disk of the host", "{'destination':'/x','type':'ext4','source':'/dev/sda1'}", Runtimes: ""),
        new("a root file system that is the host's", "root: /", Runtimes: ""),
        new("a root file system with the host's secrets", "root: /etc/..", Runtimes: ""),
    ];
}
