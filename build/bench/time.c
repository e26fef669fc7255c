/* time RUNS WARM-UP ROW…, where a ROW is `-- [@ORIGINAL=COPY] PROGRAM ARGUMENT…`

   Runs the rows in turn, RUNS times each after WARM-UP unmeasured rounds, and prints for each row the median and the
   quartiles of its wall time in milliseconds. A row with @ORIGINAL=COPY gets COPY made anew before each run, untimed.
   The time is that of posix_spawn to the reaped exit. */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_ROWS = 32, MAX_DOCUMENT = 1 << 20 };

struct row {
    char **argv;
    char *original, *copy;
    double *times;
};

extern char **environ;

static struct row rows[MAX_ROWS];
static int row_count;
static char document[MAX_DOCUMENT];

static void restore(const struct row *row)
{
    int in = open(row->original, O_RDONLY | O_CLOEXEC);
    ssize_t length = in < 0 ? -1 : read(in, document, sizeof document);
    if (length < 0 || length == sizeof document)
        err(1, "%s", row->original);
    close(in);
    unlink(row->copy);
    int out = open(row->copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (out < 0 || write(out, document, length) != length)
        err(1, "%s", row->copy);
    close(out);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static double run(const struct row *row)
{
    pid_t pid;
    int status;
    if (row->original)
        restore(row);
    double start = now();
    int error = posix_spawn(&pid, row->argv[0], NULL, NULL, row->argv, environ);
    if (error)
        errx(1, "%s: %s", row->argv[0], strerror(error));
    if (wait4(pid, &status, 0, NULL) != pid)
        err(1, "wait4");
    double end = now();
    if (status)
        errx(1, "%s %s: ended with status %#x", row->argv[0], row->argv[1] ? row->argv[1] : "", status);
    return end - start;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    if (argc < 5)
        errx(2, "usage: time RUNS WARM-UP -- [@ORIGINAL=COPY] PROGRAM ARGUMENT… [-- …]");
    int runs = atoi(argv[1]), warm_up = atoi(argv[2]);

    for (int i = 3; i < argc; i++) {
        if (strcmp(argv[i], "--"))
            continue;
        argv[i] = NULL;
        if (row_count == MAX_ROWS || i + 1 >= argc)
            errx(2, "an empty row, or more than %d", MAX_ROWS);
        struct row *row = &rows[row_count++];
        if (argv[i + 1][0] == '@') {
            row->original = argv[++i] + 1;
            row->copy = strchr(row->original, '=');
            if (!row->copy)
                errx(2, "%s: no =", argv[i]);
            *row->copy++ = '\0';
        }
        row->argv = argv + i + 1;
        row->times = calloc(runs, sizeof(double));
    }

    /* Each round begins with another row, so that no row always follows the same one. */
    for (int round = -warm_up; round < runs; round++) {
        for (int i = 0; i < row_count; i++) {
            struct row *row = &rows[(i + round + warm_up) % row_count];
            double time = run(row);
            if (round >= 0)
                row->times[round] = time;
        }
    }

    for (int i = 0; i < row_count; i++) {
        qsort(rows[i].times, runs, sizeof(double), compare);
        printf("%.4f %.4f %.4f\n", rows[i].times[runs / 2], rows[i].times[runs / 4], rows[i].times[runs * 3 / 4]);
    }
}
