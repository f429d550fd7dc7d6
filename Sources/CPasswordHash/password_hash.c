#include "CPasswordHash.h"

#include <argon2.h>

/// Bytes of the hash itself; RFC 9106 recommends 32 for password storage.
enum { hash_length = 32 };

int bangui_argon2id_hash(
    uint32_t iterations, uint32_t memory, uint32_t lanes,
    const void *password, size_t password_length,
    const void *salt, size_t salt_length,
    char *encoded, size_t encoded_size)
{
    return argon2id_hash_encoded(
        iterations, memory, lanes, password, password_length, salt, salt_length, hash_length, encoded, encoded_size);
}

int bangui_argon2id_verify(const char *encoded, const void *password, size_t password_length)
{
    return argon2id_verify(encoded, password, password_length);
}
