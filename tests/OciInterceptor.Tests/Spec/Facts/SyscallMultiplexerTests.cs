using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class SyscallMultiplexerTests
{
    // linux/net.h and linux/ipc.h.
    [Theory]
    [InlineData("socketcall", "socket=1 bind=2 connect=3 listen=4 accept=5 getsockname=6 getpeername=7 socketpair=8 send=9 recv=10 sendto=11 recvfrom=12 shutdown=13 setsockopt=14 getsockopt=15 sendmsg=16 recvmsg=17 accept4=18 recvmmsg=19 sendmmsg=20")]
    [InlineData("ipc", "semop=1 semget=2 semctl=3 semtimedop=4 msgsnd=11 msgrcv=12 msgget=13 msgctl=14 shmat=21 shmdt=22 shmget=23 shmctl=24")]
    public void The_calls_have_the_numbers_of_the_kernels_headers(string name, string calls)
    {
        var multiplexer = SyscallMultiplexer.All.Single(known => known.Name == name);

        multiplexer.Calls.Select(call => $"{call.Name}={call.Number}").Should().Equal(calls.Split(' '));
        multiplexer.NumberOf("read").Should().BeNull();
    }

    [Theory]
    [InlineData("{'index':0,'op':'SCMP_CMP_EQ','value':13}", 13ul)]
    [InlineData("{'index':0,'op':'SCMP_CMP_EQ'}", 0ul)]
    [InlineData("{'op':'SCMP_CMP_EQ','value':65549}", 13ul)]
    [InlineData("{'index':0,'op':'SCMP_CMP_MASKED_EQ','value':65535,'valueTwo':13}", 13ul)]
    [InlineData("{'index':0,'op':'SCMP_CMP_MASKED_EQ','value':65535}", 0ul)]
    [InlineData("{'index':0,'op':'SCMP_CMP_MASKED_EQ','valueTwo':13}", null)]
    [InlineData("{'index':0,'op':'SCMP_CMP_MASKED_EQ','value':255,'valueTwo':13}", null)]
    [InlineData("{'index':1,'op':'SCMP_CMP_EQ','value':13}", null)]
    [InlineData("{'index':0,'op':'SCMP_CMP_NE','value':13}", null)]
    [InlineData("{'index':0,'op':'SCMP_CMP_EQ','value':13},{'index':1,'op':'SCMP_CMP_EQ','value':1}", null)]
    [InlineData("", null)]
    public void An_entry_is_for_one_call_if_its_only_condition_says_so(string conditions, ulong? number)
    {
        var entry = new LinuxSyscall(Sample.Object($"{{'args':[{conditions}]}}".Replace('\'', '"')));

        SyscallMultiplexer.All.Single(known => known.Name == "ipc").OnlyNumber(entry.Args).Should().Be(number);
    }
}
