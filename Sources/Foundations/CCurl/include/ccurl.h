#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// libcurl, opened at run time: nothing is linked and no header of it is needed, so that a machine
// without libcurl still runs everything but downloads.

/// Functions of an opened libcurl, which is never closed.
typedef struct ccurl_library ccurl_library;

/// Opens libcurl under `name` (a file name or a path) and prepares it.
///
/// Must not be called from two threads at once. Returns NULL if libcurl is absent or too old, with
/// the reason in `reason` (at most `capacity` bytes, always terminated).
ccurl_library *ccurl_open(const char *name, char *reason, size_t capacity);

/// One download: a GET that follows redirects over HTTP and HTTPS only.
typedef struct {
    const char *url;
    const char *user_agent;
    /// Further lines of the request, such as "Authorization: Bearer …". That one goes to the first
    /// host only.
    const char *const *headers;
    size_t header_count;
    /// First byte wanted. Above zero the server must answer with that range.
    int64_t resume_from;
    /// Longest wait for a connection.
    int32_t connect_seconds;
    /// The transfer ends when it stays below `stall_bytes_per_second` for `stall_seconds`.
    int32_t stall_bytes_per_second;
    int32_t stall_seconds;
    /// Receives `count` bytes of the body. `offered` is the response's Content-Length, -1 if it has
    /// none. Returning false ends the transfer with `CCURL_WRITE_REFUSED`.
    bool (*write)(const void *bytes, size_t count, int64_t offered, void *context);
    /// Receives every line of every response's header, before the body; redirects are responses too.
    void (*header)(const char *bytes, size_t count, void *context);
    /// Called about once a second, and more often while bytes arrive. Returning false ends the
    /// transfer with `CCURL_STOPPED`.
    bool (*may_continue)(void *context);
    void *context;
} ccurl_request;

/// libcurl's codes that callers tell apart; any other non-zero code is a failure with a message.
enum {
    CCURL_OK = 0,
    CCURL_HTTP_ERROR = 22,
    CCURL_WRITE_REFUSED = 23,
    CCURL_RANGE_REFUSED = 33,
    CCURL_STOPPED = 42,
};

/// Performs `request` on the calling thread and returns libcurl's code.
///
/// `http_status` receives the last status line's number, 0 if there was none. `message` (at most
/// `capacity` bytes, always terminated) says what went wrong. An HTTP status of 400 or more is
/// `CCURL_HTTP_ERROR`, and its body is not written.
int32_t ccurl_download(
    const ccurl_library *library, const ccurl_request *request, int32_t *http_status, char *message,
    size_t capacity);
