#ifndef BANGUI_MEMORY_H
#define BANGUI_MEMORY_H

/// Tells the C library to keep little of what is freed: few arenas, and large blocks given back at once.
///
/// Without it one freed block of 19 MiB (a password hash) lets the C library keep as much, for each arena, from then on.
/// To be called once, before there are threads.
void bangui_keep_little_memory(void);

/// Gives memory that is free inside the program back to the system, where the C library can.
void bangui_give_back_memory(void);

#endif
