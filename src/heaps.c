/* The GNU C library gives threads heaps of their own, up to eight for each processor, and keeps for each what was freed in it. Few threads
   ask for memory here: two heaps are as fast, and a site needs 5 MiB less (docs/performance.md). */
#include <malloc.h>

__attribute__((constructor)) static void keep_few_heaps(void) {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_TRIM_THRESHOLD, 128 * 1024);
}
