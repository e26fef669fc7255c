/* System calls as a 32-bit program makes them, by int 0x80. */
#ifdef __x86_64__
#include <setjmp.h>
#include <signal.h>

static long call32(long number, long first, long second, long third, long fourth)
{
    long answer;
    __asm__ volatile("int $0x80" : "=a"(answer) : "0"(number), "b"(first), "c"(second), "d"(third), "S"(fourth), "D"(0)
                     : "memory", "r8", "r9", "r10", "r11");
    return (int)answer;
}

static sigjmp_buf closed;

static void come_back(int number)
{
    (void)number;
    siglongjmp(closed, 1);
}

/* In some virtual machines (TDX, SEV) the kernel leaves the gate of int 0x80 closed. getpid is the 32-bit call 20. */
static int has_call32(void)
{
    volatile int has = 0;
    signal(SIGSEGV, come_back);
    if (sigsetjmp(closed, 1) == 0) {
        call32(20, 0, 0, 0, 0);
        has = 1;
    }
    signal(SIGSEGV, SIG_DFL);
    return has;
}
#endif
