/*
 * jailbreak MARKER: out of a root directory that was changed by chroot(2).
 *
 * A root directory is a bound for ".." only for those who are below it. Whoever may call chroot(2) can move the bound
 * further down and stay above it, and no bound is left. docs/drofune/chroot-jailbreak.md has the whole story.
 *
 * Says CONTAINED when the kernel refused a step, or all of them led to the root directory that the probe began in, or to
 * the one below all mounts, which is in memory and has nothing of the host's.
 */
#include "probe.h"
#include <sched.h>
#include <sys/mount.h>
#include <sys/vfs.h>

enum { DEEPEST = 1024 };

/* Whether a step was allowed. Any other error than a refusal would say nothing about the container. */
static int may(int result, const char *step)
{
    if (result >= 0)
        return 1;
    if (errno != EPERM)
        broken(step);
    perror(step);
    return 0;
}

/* chroot(2) into a directory does not change into it: the working directory stays outside, and ".." has no bound. */
static void climb(void)
{
    const char *jail = ".jailbreak";
    int start = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (start < 0 || fchdir(start) < 0 || (mkdir(jail, 0700) < 0 && errno != EEXIST))
        broken("a directory to change the root to");
    int allowed = may(chroot(jail), "chroot");
    unlinkat(start, jail, AT_REMOVEDIR);
    for (int i = 0; allowed && i < DEEPEST; i++)
        if (chdir("..") < 0)
            broken("..");
    /* From where it got to, the marker's path is the host's. */
    if (allowed && chroot(".") < 0)
        broken("chroot to where it got to");
}

/*
 * Where the old root was only covered and not let go of, climbing ends at the cover. Whoever may unmount takes the cover
 * away; joining the mount namespace that one is in already leads to what is its root directory now.
 */
static void uncover(void)
{
    int own = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
    if (own < 0)
        broken("/proc/self/ns/mnt");
    if (may(umount2("/", MNT_DETACH), "umount"))
        may(setns(own, CLONE_NEWNS), "setns");
}

/* The file system that the kernel starts with; the host's root directory is mounted over it. */
static int is_first_of_all(void)
{
    enum { RAMFS = (int)0x858458F6, TMPFS = 0x01021994 };
    struct statfs root;
    if (statfs("/", &root) < 0)
        broken("/");
    return (int)root.f_type == RAMFS || (int)root.f_type == TMPFS;
}

static int leads_out(void (*way)(void), const char *marker)
{
    struct stat before = status_of("/");
    way();
    if (is_same(before, status_of("/")))
        return 0;
    if (access(marker, F_OK) < 0 && is_first_of_all())
        return 0;
    touch_marker(marker);
    return 1;
}

/* In a process of its own: what one way does to the root directory is not in the other's way. */
static int escapes(void (*way)(void), const char *marker)
{
    int status;
    pid_t child = fork();
    if (child < 0)
        broken("fork");
    if (child == 0)
        _exit(leads_out(way, marker) ? ESCAPED : CONTAINED);
    if (waitpid(child, &status, 0) < 0)
        broken("wait");
    if (!WIFEXITED(status) || WEXITSTATUS(status) == BROKEN)
        useless("an attempt did not come to its end");
    return WEXITSTATUS(status) == ESCAPED;
}

int main(int argc, char **argv)
{
    if (argc != 2)
        useless("usage: jailbreak MARKER");
    require_hidden(argv[1]);
    return verdict(escapes(climb, argv[1]) || escapes(uncover, argv[1]));
}
