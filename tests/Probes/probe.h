/*
 * What the probes have in common: the marker, the verdict, and newcomers in the container's PID namespace.
 *
 * CONTAINED is an answer: the kernel refused, or led back into the container. Whatever else goes wrong, the probe is
 * BROKEN and says nothing about the container.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CONTAINED = 0, ESCAPED = 1, BROKEN = 2, MAX_PID = 1 << 22 };

static inline void broken(const char *what)
{
    perror(what);
    exit(BROKEN);
}

static inline void useless(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(BROKEN);
}

static inline int verdict(int escaped)
{
    puts(escaped ? "ESCAPED" : "CONTAINED");
    return escaped ? ESCAPED : CONTAINED;
}

/* The marker is a file of the host's that the container does not have. Writing to it harms nobody. */
static inline void touch_marker(const char *path)
{
    static const char text[] = "touched from inside\n";
    int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (fd < 0 || write(fd, text, sizeof text - 1) != (ssize_t)(sizeof text - 1) || close(fd) < 0)
        broken(path);
}

/* A marker that can be seen from where the probe starts would prove nothing. */
static inline void require_hidden(const char *marker)
{
    if (access(marker, F_OK) == 0) {
        fprintf(stderr, "%s is in sight without an escape\n", marker);
        exit(BROKEN);
    }
}

/* What a path leads to, to be known again by another. */
static inline struct stat status_of(const char *path)
{
    struct stat status;
    if (stat(path, &status) < 0)
        broken(path);
    return status;
}

static inline int is_same(struct stat a, struct stat b) { return a.st_dev == b.st_dev && a.st_ino == b.st_ino; }

/* The parent's process ID as this PID namespace counts, in which 0 is a parent outside; -1 when the process is gone. */
static inline int parent_of(int pid)
{
    char path[64], stat[512];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t length = read(fd, stat, sizeof stat - 1);
    close(fd);
    if (length <= 0)
        return -1;
    stat[length] = 0;
    char *name_end = strrchr(stat, ')');
    int parent;
    return name_end && sscanf(name_end + 1, " %*c %d", &parent) == 1 ? parent : -1;
}

/*
 * How many newcomers a probe looks at when it needs answers from COUNT of them: on a busy machine most are not caught in time,
 * and one that was not caught says nothing.
 */
static inline int patience(int count) { return 30 * count + 30; }

/* Waits, without sleeping, for a process whose parent is outside and that has not been seen: somebody enters. */
static inline int next_newcomer(void)
{
    static unsigned char seen[MAX_PID];
    static DIR *proc;
    if (!proc && !(proc = opendir("/proc")))
        broken("/proc");
    seen[1] = seen[getpid()] = 1;
    for (;; rewinddir(proc)) {
        struct dirent *entry;
        while ((entry = readdir(proc))) {
            int pid = atoi(entry->d_name);
            if (pid <= 0 || pid >= MAX_PID || seen[pid])
                continue;
            seen[pid] = 1;
            if (parent_of(pid) == 0)
                return pid;
        }
    }
}

static inline void say_ready(void)
{
    puts("ready");
    fflush(stdout);
}
