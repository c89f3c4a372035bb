/* What a disk would still hold had the power gone: a copy in $LECTERN_KEPT of each file in $LECTERN_DISK as it was when its last fsync came back.
 * Whatever was written since is not in it, and a file that was removed is there until its folder is synced. A file whose name ends in $LECTERN_LYING is never kept: a disk that says it has what it has not.
 * Loaded before the C library: cc -shared -fPIC -o power.so power.c -ldl */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int ends_in(const char *path, const char *end) {
    size_t length = strlen(path), tail = end ? strlen(end) : 0;
    return tail > 0 && length >= tail && strcmp(path + length - tail, end) == 0;
}

/* The folder was synced: what was removed from it is gone for good. */
static void forget_removed(const char *disk, const char *kept) {
    DIR *folder = opendir(kept);
    struct dirent *entry;
    char there[PATH_MAX], here[PATH_MAX];
    while (folder && (entry = readdir(folder))) {
        snprintf(there, sizeof there, "%s/%s", disk, entry->d_name);
        snprintf(here, sizeof here, "%s/%s", kept, entry->d_name);
        if (access(there, F_OK) != 0) unlink(here);
    }
    if (folder) closedir(folder);
}

static void keep(int fd) {
    const char *disk = getenv("LECTERN_DISK"), *kept = getenv("LECTERN_KEPT");
    char link[64], path[PATH_MAX], half[PATH_MAX + 8], whole[PATH_MAX], bytes[65536];
    struct stat facts;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0 || !disk || !kept || fstat(fd, &facts) != 0) return;
    path[length] = 0;
    if (strcmp(path, disk) == 0) forget_removed(disk, kept);
    if (!S_ISREG(facts.st_mode)) return;
    if (strncmp(path, disk, strlen(disk)) != 0 || ends_in(path, getenv("LECTERN_LYING"))) return;
    snprintf(whole, sizeof whole, "%s%s", kept, strrchr(path, '/'));
    snprintf(half, sizeof half, "%s.half", whole);
    int from = open(path, O_RDONLY), to = open(half, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t got = 0;
    while (from >= 0 && to >= 0 && (got = read(from, bytes, sizeof bytes)) > 0)
        if (write(to, bytes, (size_t)got) != got) abort();
    if (from < 0 || to < 0 || got < 0 || close(from) != 0 || close(to) != 0 || rename(half, whole) != 0) abort();
}

static int kept_after(int fd, const char *name) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int result = real(fd);
    if (result == 0) keep(fd);
    return result;
}

int fsync(int fd) { return kept_after(fd, "fsync"); }
int fdatasync(int fd) { return kept_after(fd, "fdatasync"); }
