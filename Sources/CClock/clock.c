#include "CClock.h"

#ifdef __linux__
#include <sys/timex.h>

long bangui_clock_error(void) {
    struct timex state = {0};
    int code = adjtimex(&state);
    if (code < 0) return -2;
    return code == TIME_ERROR || (state.status & STA_UNSYNC) ? -1 : state.maxerror;
}
#else
long bangui_clock_error(void) { return -2; }
#endif
