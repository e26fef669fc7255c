/* The least that a wrapper can do: become another program with the same arguments.
   shim PROGRAM ARGUMENT… runs PROGRAM as PROGRAM ARGUMENT… */
#include <unistd.h>

extern char **environ;

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    execve(argv[1], argv + 1, environ);
    return 127;
}
