/* A local user who wants calls to be refused: takes every name that the next processes could use for a temporary file beside a
 * document, by their process IDs, and goes for every file that appears in the directory.
 *   plant DIRECTORY NAME       until it is killed; prints a line when it is watching */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

static const char *name;

/* The process ID that was given out last. */
static int last_process(void)
{
    FILE *file = fopen("/proc/loadavg", "r");
    int last = 0;
    if (!file || fscanf(file, "%*s %*s %*s %*s %d", &last) != 1) exit(1);
    fclose(file);
    return last;
}

static void take_names(int process)
{
    char path[300];
    for (int attempt = 0; attempt <= 100; attempt++) {
        snprintf(path, sizeof path, "%s.oi-%d-%d", name, process, attempt);
        if (symlink("/nowhere", path) != 0 && errno != EEXIST) exit(1);
    }
}

int main(int argc, char **argv)
{
    if (argc != 3 || chdir(argv[1]) != 0) return 125;
    name = argv[2];
    int watch = inotify_init1(IN_NONBLOCK);
    if (inotify_add_watch(watch, ".", IN_CREATE | IN_MOVED_TO) < 0) return 125;
    printf("watching\n");
    fflush(stdout);
    for (int planted = last_process();;) {
        int last = last_process();
        for (; planted < last + 4; planted++) take_names(planted + 1);
        char events[16384];
        ssize_t length = read(watch, events, sizeof events);
        for (char *at = events; at < events + length; at += sizeof(struct inotify_event) + ((struct inotify_event *)at)->len) {
            char *made = ((struct inotify_event *)at)->name;
            char target[16];
            int is_mine = readlink(made, target, sizeof target) > 0;
            if (!is_mine && (unlink(made) == 0 || rename(made, "taken") == 0 || truncate(made, 0) == 0)) printf("took %s\n", made);
        }
    }
}
