#ifndef BANGUI_CURL_H
#define BANGUI_CURL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/// How an exchange ended.
enum bangui_exchange_code {
    bangui_exchange_done = 0,
    /// One of the caller's functions said no.
    bangui_exchange_stopped,
    /// `bangui_exchange_cancel` was called.
    bangui_exchange_cancelled,
    bangui_exchange_not_connected,
    bangui_exchange_connect_timeout,
    bangui_exchange_stalled,
    bangui_exchange_total_timeout,
    bangui_exchange_certificate,
    bangui_exchange_tls,
    /// The file of authorities cannot be read.
    bangui_exchange_authorities,
    /// The announced length is beyond the limit.
    bangui_exchange_too_large,
    /// The connection ended early, or what came is no HTTP.
    bangui_exchange_broken,
    bangui_exchange_no_memory,
};

/// One request to one server, and its limits.
struct bangui_exchange {
    const char *_Nonnull url;
    /// `host:port:address,address`: what the host stands for; null where the URL has an address itself.
    const char *_Nullable pin;
    const char *_Nonnull method;
    /// `Name: value` each, ended by null.
    const char *_Nullable const *_Nonnull headers;
    const void *_Nullable body;
    size_t body_size;
    /// Whether http is taken besides https.
    int allows_plain;
    /// A file with certificates of authorities, besides the system's.
    const char *_Nullable authorities;
    long connect_ms;
    long total_ms;
    long stall_seconds;
    long stall_bytes;
    int64_t most_bytes;
};

/// The caller's functions, called on the thread of `bangui_exchange_run`; 0 says no and ends the exchange.
struct bangui_exchange_calls {
    void *_Nonnull context;
    /// Asked for every address before a socket for it is made.
    int (*_Nonnull may_dial)(void *_Nonnull context, const struct sockaddr *_Nonnull address, socklen_t size);
    /// One line of the head with its end.
    int (*_Nonnull take_line)(void *_Nonnull context, const char *_Nonnull bytes, size_t count);
    int (*_Nonnull take_body)(void *_Nonnull context, const char *_Nonnull bytes, size_t count);
};

/// How it ended and what was seen; times in microseconds from the start, 0 for what was not reached.
struct bangui_exchange_end {
    enum bangui_exchange_code code;
    long status;
    int64_t connected;
    int64_t encrypted;
    int64_t total;
    char words[256];
    char dialled[64];
    char issuer[160];
    char expires[64];
};

/// Readies the library once for the process, before other threads use it. Gives 0, or its error code.
int bangui_exchange_prepare(void);

/// Something to run one exchange with; null where there is no memory.
void *_Nullable bangui_exchange_new(void);

/// Runs the exchange to its end on the calling thread.
void bangui_exchange_run(
    void *_Nonnull handle, const struct bangui_exchange *_Nonnull exchange,
    const struct bangui_exchange_calls *_Nonnull calls, struct bangui_exchange_end *_Nonnull end);

/// Ends the exchange at once; from any thread, also before it runs.
void bangui_exchange_cancel(void *_Nonnull handle);

void bangui_exchange_free(void *_Nonnull handle);

#endif
