#include "CCurl.h"

#include <curl/curl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/// What runs one exchange: a multi handle, because only that can be woken from another thread.
struct handle {
    CURLM *multi;
    CURL *easy;
    atomic_int is_cancelled;
    /// Set where a function of the caller said no.
    int is_stopped;
    const struct bangui_exchange_calls *calls;
};

int bangui_exchange_prepare(void) { return (int)curl_global_init(CURL_GLOBAL_DEFAULT); }

void *bangui_exchange_new(void)
{
    struct handle *handle = calloc(1, sizeof *handle);
    if (handle == NULL) return NULL;
    handle->multi = curl_multi_init();
    handle->easy = curl_easy_init();
    if (handle->multi == NULL || handle->easy == NULL) {
        bangui_exchange_free(handle);
        return NULL;
    }
    return handle;
}

void bangui_exchange_free(void *opaque)
{
    struct handle *handle = opaque;
    if (handle->easy != NULL) curl_easy_cleanup(handle->easy);
    if (handle->multi != NULL) curl_multi_cleanup(handle->multi);
    free(handle);
}

void bangui_exchange_cancel(void *opaque)
{
    struct handle *handle = opaque;
    atomic_store(&handle->is_cancelled, 1);
    curl_multi_wakeup(handle->multi);
}

/// Whatever resolved the name: what is about to be dialled is asked for here.
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct handle *handle = context;
    if (purpose != CURLSOCKTYPE_IPCXN || address->socktype != SOCK_STREAM) return CURL_SOCKET_BAD;
    if (!handle->calls->may_dial(handle->calls->context, &address->addr, (socklen_t)address->addrlen)) {
        handle->is_stopped = 1;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take_line(char *bytes, size_t size, size_t count, void *context)
{
    struct handle *handle = context;
    if (handle->calls->take_line(handle->calls->context, bytes, size * count)) return size * count;
    handle->is_stopped = 1;
    return 0;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct handle *handle = context;
    if (size * count == 0) return 0;
    if (handle->calls->take_body(handle->calls->context, bytes, size * count)) return size * count;
    handle->is_stopped = 1;
    return 0;
}

static int set_text(CURL *easy, CURLoption option, const char *text)
{
    return curl_easy_setopt(easy, option, text) == CURLE_OK;
}

static int set_number(CURL *easy, CURLoption option, long number)
{
    return curl_easy_setopt(easy, option, number) == CURLE_OK;
}

/// Nothing of the surroundings counts, nothing is followed, remembered or unpacked.
static int set_rules(CURL *easy, const struct bangui_exchange *exchange)
{
    return set_text(easy, CURLOPT_PROTOCOLS_STR, exchange->allows_plain ? "http,https" : "https")
        && set_text(easy, CURLOPT_PROXY, "")
        && set_text(easy, CURLOPT_NOPROXY, "*")
        && set_number(easy, CURLOPT_NETRC, CURL_NETRC_IGNORED)
        && set_number(easy, CURLOPT_FOLLOWLOCATION, 0)
        && set_number(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        && set_number(easy, CURLOPT_HTTP09_ALLOWED, 0)
        && set_number(easy, CURLOPT_PATH_AS_IS, 1)
        && set_number(easy, CURLOPT_FRESH_CONNECT, 1)
        && set_number(easy, CURLOPT_FORBID_REUSE, 1)
        && set_number(easy, CURLOPT_NOSIGNAL, 1)
        && set_number(easy, CURLOPT_SSL_VERIFYPEER, 1)
        && set_number(easy, CURLOPT_SSL_VERIFYHOST, 2)
        && set_number(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        && set_number(easy, CURLOPT_CERTINFO, 1)
        // The folder of the system's authorities stays; the file comes in place of the system's file.
        && (exchange->authorities == NULL || set_text(easy, CURLOPT_CAINFO, exchange->authorities));
}

static int set_limits(CURL *easy, const struct bangui_exchange *exchange)
{
    return set_number(easy, CURLOPT_CONNECTTIMEOUT_MS, exchange->connect_ms)
        && set_number(easy, CURLOPT_TIMEOUT_MS, exchange->total_ms)
        && set_number(easy, CURLOPT_LOW_SPEED_TIME, exchange->stall_seconds)
        && set_number(easy, CURLOPT_LOW_SPEED_LIMIT, exchange->stall_bytes)
        && curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)exchange->most_bytes) == CURLE_OK;
}

static int set_calls(struct handle *handle)
{
    CURL *easy = handle->easy;
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK
        && curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, (void *)handle) == CURLE_OK
        && curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_line) == CURLE_OK
        && curl_easy_setopt(easy, CURLOPT_HEADERDATA, (void *)handle) == CURLE_OK
        && curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK
        && curl_easy_setopt(easy, CURLOPT_WRITEDATA, (void *)handle) == CURLE_OK;
}

static int set_request(
    CURL *easy, const struct bangui_exchange *exchange, struct curl_slist *headers, struct curl_slist *pins)
{
    if (!set_text(easy, CURLOPT_URL, exchange->url)
        || curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers) != CURLE_OK
        || curl_easy_setopt(easy, CURLOPT_RESOLVE, pins) != CURLE_OK)
        return 0;
    if (strcmp(exchange->method, "HEAD") == 0) return set_number(easy, CURLOPT_NOBODY, 1);
    if (exchange->body == NULL) return set_number(easy, CURLOPT_HTTPGET, 1);
    return set_number(easy, CURLOPT_POST, 1)
        && set_text(easy, CURLOPT_CUSTOMREQUEST, exchange->method)
        && curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)exchange->body_size) == CURLE_OK
        && curl_easy_setopt(easy, CURLOPT_POSTFIELDS, exchange->body) == CURLE_OK;
}

static int64_t microseconds(CURL *easy, CURLINFO info)
{
    curl_off_t time = 0;
    return curl_easy_getinfo(easy, info, &time) == CURLE_OK ? (int64_t)time : 0;
}

static void copy(char *to, size_t size, const char *from)
{
    if (from == NULL) return;
    strncpy(to, from, size - 1);
    to[size - 1] = 0;
}

static enum bangui_exchange_code timeout_of(CURL *easy, const struct bangui_exchange *exchange)
{
    int64_t total = microseconds(easy, CURLINFO_TOTAL_TIME_T);
    // libcurl counts in whole milliseconds of its own clock, and may end one of them early.
    if (total + 2000 >= (int64_t)exchange->total_ms * 1000) return bangui_exchange_total_timeout;
    return microseconds(easy, CURLINFO_PRETRANSFER_TIME_T) == 0 ? bangui_exchange_connect_timeout
                                                                : bangui_exchange_stalled;
}

static enum bangui_exchange_code code_of(CURLcode code, CURL *easy, const struct bangui_exchange *exchange)
{
    switch (code) {
    case CURLE_OK: return bangui_exchange_done;
    case CURLE_OPERATION_TIMEDOUT: return timeout_of(easy, exchange);
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT: return bangui_exchange_not_connected;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR: return bangui_exchange_certificate;
    case CURLE_SSL_CACERT_BADFILE: return bangui_exchange_authorities;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_INITFAILED: return bangui_exchange_tls;
    case CURLE_FILESIZE_EXCEEDED: return bangui_exchange_too_large;
    case CURLE_OUT_OF_MEMORY: return bangui_exchange_no_memory;
    default: return bangui_exchange_broken;
    }
}

static void describe_certificate(CURL *easy, struct bangui_exchange_end *end)
{
    struct curl_certinfo *certificates = NULL;
    if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &certificates) != CURLE_OK || certificates == NULL
        || certificates->num_of_certs < 1)
        return;
    for (struct curl_slist *item = certificates->certinfo[0]; item != NULL; item = item->next) {
        if (strncmp(item->data, "Issuer:", 7) == 0) copy(end->issuer, sizeof end->issuer, item->data + 7);
        if (strncmp(item->data, "Expire date:", 12) == 0) copy(end->expires, sizeof end->expires, item->data + 12);
    }
}

static void describe(CURL *easy, struct bangui_exchange_end *end)
{
    char *address = NULL;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &end->status);
    if (curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address) == CURLE_OK)
        copy(end->dialled, sizeof end->dialled, address);
    end->connected = microseconds(easy, CURLINFO_CONNECT_TIME_T);
    end->encrypted = microseconds(easy, CURLINFO_APPCONNECT_TIME_T);
    end->total = microseconds(easy, CURLINFO_TOTAL_TIME_T);
    describe_certificate(easy, end);
}

/// Drives the added exchange until it has ended or was cancelled.
static CURLcode drive(struct handle *handle)
{
    int running = 1, left = 0;
    while (running && !atomic_load(&handle->is_cancelled)) {
        if (curl_multi_perform(handle->multi, &running) != CURLM_OK) return CURLE_OUT_OF_MEMORY;
        if (running && curl_multi_poll(handle->multi, NULL, 0, 1000, NULL) != CURLM_OK) return CURLE_OUT_OF_MEMORY;
    }
    CURLMsg *message = running ? NULL : curl_multi_info_read(handle->multi, &left);
    return message == NULL || message->msg != CURLMSG_DONE ? CURLE_ABORTED_BY_CALLBACK : message->data.result;
}

void bangui_exchange_run(
    void *opaque, const struct bangui_exchange *exchange, const struct bangui_exchange_calls *calls,
    struct bangui_exchange_end *end)
{
    struct handle *handle = opaque;
    struct curl_slist *headers = NULL, *pins = NULL, *longer = NULL;
    char words[CURL_ERROR_SIZE] = "";
    int is_ready = 1;
    memset(end, 0, sizeof *end);
    end->code = bangui_exchange_no_memory;
    handle->calls = calls;
    for (size_t index = 0; is_ready && exchange->headers[index] != NULL; index++) {
        longer = curl_slist_append(headers, exchange->headers[index]);
        if (longer == NULL) is_ready = 0; else headers = longer;
    }
    if (is_ready && exchange->pin != NULL) {
        pins = curl_slist_append(NULL, exchange->pin);
        is_ready = pins != NULL;
    }
    if (is_ready && curl_easy_setopt(handle->easy, CURLOPT_ERRORBUFFER, words) == CURLE_OK
        && set_rules(handle->easy, exchange) && set_limits(handle->easy, exchange) && set_calls(handle)
        && set_request(handle->easy, exchange, headers, pins)
        && curl_multi_add_handle(handle->multi, handle->easy) == CURLM_OK) {
        CURLcode code = drive(handle);
        end->code = code_of(code, handle->easy, exchange);
        if (handle->is_stopped) end->code = bangui_exchange_stopped;
        if (atomic_load(&handle->is_cancelled)) end->code = bangui_exchange_cancelled;
        describe(handle->easy, end);
        copy(end->words, sizeof end->words, words[0] ? words : curl_easy_strerror(code));
        curl_multi_remove_handle(handle->multi, handle->easy);
    }
    curl_easy_setopt(handle->easy, CURLOPT_ERRORBUFFER, NULL);
    curl_slist_free_all(headers);
    curl_slist_free_all(pins);
}
