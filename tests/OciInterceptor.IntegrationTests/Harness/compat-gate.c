/* Whether the kernel takes system calls by int 0x80: dies of SIGSEGV where it leaves the gate closed (in virtual machines of TDX and SEV). */
int main(void)
{
#ifdef __x86_64__
    long answer;
    __asm__ volatile("int $0x80" : "=a"(answer) : "0"(20L) : "memory", "r8", "r9", "r10", "r11");
    return answer <= 0;
#else
    return 1;
#endif
}
