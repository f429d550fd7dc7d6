#ifndef BANGUI_CLOCK_H
#define BANGUI_CLOCK_H

/// How many microseconds the kernel thinks the clock to be off at most; -1 where nothing keeps it right, -2 where the
/// kernel does not tell (adjtimex(2)). Nothing is changed by asking.
long bangui_clock_error(void);

#endif
