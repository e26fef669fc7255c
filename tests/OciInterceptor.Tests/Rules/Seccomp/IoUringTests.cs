namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>What a program can do through a ring, where no filter sees it (io_uring(7)): to deny that is to deny rings.</summary>
public sealed class IoUringTests
{
    private const string Rings = "{'names':['io_uring_setup','io_uring_enter','io_uring_register'],'action':'SCMP_ACT_ERRNO','errnoRet':38}";

    [Theory]
    [InlineData("accept accept4 bind connect getsockopt listen recv recvfrom recvmsg send sendmsg sendto setsockopt shutdown socket")]
    [InlineData("close creat link linkat mkdir mkdirat open openat openat2 pipe pipe2 rename renameat renameat2 rmdir statx symlink symlinkat unlink unlinkat")]
    [InlineData("fadvise64 fadvise64_64 fallocate fdatasync fsync ftruncate ftruncate64 madvise sync_file_range sync_file_range2")]
    [InlineData("pread64 preadv preadv2 pwrite64 pwritev pwritev2 read readv splice tee write writev")]
    [InlineData("fgetxattr fsetxattr getxattr setxattr")]
    [InlineData("epoll_ctl epoll_pwait epoll_pwait2 epoll_wait futex futex_time64 futex_wait futex_waitv futex_wake waitid")]
    public void Rings_are_denied_with_what_they_offer(string calls)
    {
        foreach (var call in calls.Split(' '))
        {
            Denying(call).Should().Contain(Rings, call);
        }
    }

    [Theory]
    [InlineData("mount umount2 ptrace kill clone clone3 execve chmod chown mknod setns unshare bpf ioctl dup io_setup readlink chroot")]
    [InlineData("Read reads rea epoll_create futex_requeue getdents64 sendmmsg recvmmsg socketpair")]
    public void Rings_stay_where_only_other_calls_are_denied(string calls)
    {
        foreach (var call in calls.Split(' '))
        {
            Denying(call).Should().NotContain("io_uring", call);
        }
    }

    [Theory]
    [InlineData("'deny':[{'names':['read']}],'allow':[{'names':['io_uring_setup']}]")]
    [InlineData("'deny':[{'names':['read']}],'allow':[{'names':['io_uring_enter']}]")]
    [InlineData("'deny':[{'names':['read']}],'allow':[{'names':['io_uring_register']}]")]
    [InlineData("'deny':[{'names':['read']},{'names':['io_uring_register'],'errno':1}]")]
    public void A_rule_that_names_one_of_their_own_calls_decides_about_rings_itself(string members) =>
        RuleRun.OnLinux($"{{'type':'seccomp',{members}}}", "{}").Should().NotContain(Rings);

    private static string Denying(string call) => RuleRun.OnLinux($"{{'type':'seccomp','deny':[{{'names':['x','{call}']}}]}}", "{}");
}
