#define _POSIX_C_SOURCE 200809L

#include "CMaxMindDB.h"

#include <maxminddb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

struct bangui_mmdb {
    MMDB_s base;
};

int bangui_mmdb_open(const char *path, bangui_mmdb **opened) {
    bangui_mmdb *file = calloc(1, sizeof *file);
    if (file == NULL) return MMDB_OUT_OF_MEMORY_ERROR;
    int status = MMDB_open(path, MMDB_MODE_MMAP, &file->base);
    if (status != MMDB_SUCCESS) {
        free(file);
        return status;
    }
    *opened = file;
    return MMDB_SUCCESS;
}

void bangui_mmdb_close(bangui_mmdb *file) {
    MMDB_close(&file->base);
    free(file);
}

const char *bangui_mmdb_error(int number) { return MMDB_strerror(number); }

bangui_mmdb_text bangui_mmdb_type(const bangui_mmdb *file) {
    const char *type = file->base.metadata.database_type;
    bangui_mmdb_text text = {type, type == NULL ? 0 : (uint32_t)strnlen(type, 1024)};
    return text;
}

uint64_t bangui_mmdb_built(const bangui_mmdb *file) { return file->base.metadata.build_epoch; }

int bangui_mmdb_find(const bangui_mmdb *file, const uint8_t address[16], uint32_t *offset) {
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } place;
    memset(&place, 0, sizeof place);
    int is_v4 = memcmp(address, mapped, sizeof mapped) == 0;
    if (is_v4) {
        place.v4.sin_family = AF_INET;
        memcpy(&place.v4.sin_addr, address + 12, 4);
    } else {
        place.v6.sin6_family = AF_INET6;
        memcpy(&place.v6.sin6_addr, address, 16);
    }
    *offset = BANGUI_MMDB_NONE;
    // A file of IPv4 alone knows no other address.
    if (!is_v4 && file->base.metadata.ip_version == 4) return MMDB_SUCCESS;
    int status = MMDB_SUCCESS;
    MMDB_lookup_result_s result = MMDB_lookup_sockaddr(&file->base, &place.any, &status);
    if (status == MMDB_SUCCESS && result.found_entry) *offset = result.entry.offset;
    return status;
}

static int get(const bangui_mmdb *file, uint32_t offset, const char *const *path, MMDB_entry_data_s *data) {
    MMDB_entry_s entry = {&file->base, offset};
    return MMDB_aget_value(&entry, data, path) == MMDB_SUCCESS && data->has_data;
}

bangui_mmdb_text bangui_mmdb_get_text(const bangui_mmdb *file, uint32_t offset, const char *const *path) {
    MMDB_entry_data_s data;
    bangui_mmdb_text text = {NULL, 0};
    if (!get(file, offset, path, &data) || data.type != MMDB_DATA_TYPE_UTF8_STRING) return text;
    text.bytes = data.utf8_string;
    text.count = data.data_size;
    return text;
}

uint32_t bangui_mmdb_get_number(const bangui_mmdb *file, uint32_t offset, const char *const *path) {
    MMDB_entry_data_s data;
    if (!get(file, offset, path, &data)) return 0;
    switch (data.type) {
    case MMDB_DATA_TYPE_UINT16: return data.uint16;
    case MMDB_DATA_TYPE_UINT32: return data.uint32;
    default: return 0;
    }
}
