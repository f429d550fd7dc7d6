#include "CMemory.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

void bangui_keep_little_memory(void)
{
#ifdef __GLIBC__
    // Each of them also stops glibc from raising both by itself: mallopt(3).
    mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    mallopt(M_TRIM_THRESHOLD, 512 * 1024);
    mallopt(M_ARENA_MAX, 2);
#endif
}

void bangui_give_back_memory(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
