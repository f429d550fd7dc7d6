#ifndef CMAXMINDDB_H
#define CMAXMINDDB_H

#include <stdint.h>

/// An open file of the MaxMind DB format, by the system's libmaxminddb; any number of threads may read it at once.
typedef struct bangui_mmdb bangui_mmdb;

/// A text of the file; not ended by a zero, and gone with the file. Null where there is none.
typedef struct {
    const char *bytes;
    uint32_t count;
} bangui_mmdb_text;

/// Stands for no record.
#define BANGUI_MMDB_NONE UINT32_MAX

/// Opens a file.
///
/// @return 0, or the number of an error for `bangui_mmdb_error`.
int bangui_mmdb_open(const char *path, bangui_mmdb **opened);

/// Closes it; no text of it may be read any more.
void bangui_mmdb_close(bangui_mmdb *file);

/// The words for the number of an error.
const char *bangui_mmdb_error(int number);

/// What the file says of itself, such as `DBIP-Country-Lite`.
bangui_mmdb_text bangui_mmdb_type(const bangui_mmdb *file);

/// When its data was made, in epoch seconds.
uint64_t bangui_mmdb_built(const bangui_mmdb *file);

/// Looks an address up.
///
/// @param address The 16 bytes of an IPv6 address, IPv4 in the block ::ffff:0:0/96, in network order.
/// @param offset Where its record lies; `BANGUI_MMDB_NONE` where the file has none.
/// @return 0, or the number of an error.
int bangui_mmdb_find(const bangui_mmdb *file, const uint8_t address[16], uint32_t *offset);

/// A text of a record.
///
/// @param path Names of nested maps, the last of them null.
bangui_mmdb_text bangui_mmdb_get_text(const bangui_mmdb *file, uint32_t offset, const char *const *path);

/// A whole number of a record; 0 where there is none.
uint32_t bangui_mmdb_get_number(const bangui_mmdb *file, uint32_t offset, const char *const *path);

#endif
