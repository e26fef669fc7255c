/*
 * jailbreak MARKER: out of a root directory that was changed by chroot(2).
 *
 * A root directory is a bound for ".." only for those who are below it. Whoever may call chroot(2) can move the bound
 * further down and stay above it, and no bound is left. docs/drofune/chroot-jailbreak.md has the whole story.
 */
#include "probe.h"
#include <sched.h>
#include <sys/mount.h>

enum { DEEPEST = 1024 };

/* chroot(2) into a directory does not change into it: the working directory stays outside, and ".." has no bound. */
static int climb(const char *marker)
{
    const char *jail = "/.jailbreak";
    if (mkdir(jail, 0700) < 0 && errno != EEXIST)
        broken(jail);
    if (chdir("/") < 0)
        broken("chdir");
    int changed = chroot(jail);
    if (changed < 0)
        perror("chroot");
    else
        for (int i = 0; i < DEEPEST && chdir("..") == 0; i++)
            ;
    /* From where it got to, the marker's path is the host's. */
    int touched = changed == 0 && chroot(".") == 0 && touch_marker(marker);
    rmdir(jail);
    return touched;
}

/*
 * Where the old root was only covered and not let go of, climbing ends at the cover. Whoever may unmount takes the cover
 * away; joining the mount namespace that one is in already leads to what is its root directory now.
 */
static int uncover(const char *marker)
{
    int own = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
    if (own < 0)
        broken("/proc/self/ns/mnt");
    if (umount2("/", MNT_DETACH) < 0)
        perror("umount");
    if (setns(own, CLONE_NEWNS) < 0)
        perror("setns");
    return touch_marker(marker);
}

/* In a process of its own: what one way does to the root directory is not in the other's way. */
static int escapes(int (*way)(const char *), const char *marker)
{
    int status;
    pid_t child = fork();
    if (child < 0)
        broken("fork");
    if (child == 0)
        _exit(way(marker) ? ESCAPED : CONTAINED);
    if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) == BROKEN)
        broken("an attempt did not end");
    return WEXITSTATUS(status) == ESCAPED;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: jailbreak MARKER\n");
        return BROKEN;
    }
    require_hidden(argv[1]);
    return verdict(escapes(climb, argv[1]) || escapes(uncover, argv[1]));
}
