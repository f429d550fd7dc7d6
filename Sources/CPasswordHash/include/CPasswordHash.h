#ifndef BANGUI_PASSWORD_HASH_H
#define BANGUI_PASSWORD_HASH_H

#include <stddef.h>
#include <stdint.h>

/// Hashes `password` with Argon2id into a PHC string of at most `encoded_size` bytes, its NUL included.
/// `memory` is in KiB. Gives 0, or an error code of libargon2.
int bangui_argon2id_hash(
    uint32_t iterations, uint32_t memory, uint32_t lanes,
    const void *_Nonnull password, size_t password_length,
    const void *_Nonnull salt, size_t salt_length,
    char *_Nonnull encoded, size_t encoded_size);

/// Gives 0 when `password` is the one of the PHC string `encoded`, compared in constant time.
int bangui_argon2id_verify(const char *_Nonnull encoded, const void *_Nonnull password, size_t password_length);

#endif
