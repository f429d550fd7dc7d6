#ifndef BANGUI_MEMORY_H
#define BANGUI_MEMORY_H

/// Gives memory that is free inside the program back to the system, where the C library can.
void bangui_give_back_memory(void);

#endif
