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

/// Many exchanges at a time with kept connections, over libcurl's multi interface.
///
/// All functions but `ccurl_session_wake` belong to one thread.
typedef struct ccurl_session ccurl_session;

/// An exchange that is under way.
typedef struct ccurl_call ccurl_call;

/// Opens a session, or returns NULL if there is no memory or no descriptor for one.
ccurl_session *ccurl_session_open(const ccurl_library *library);

/// A request; everything is copied.
typedef struct {
    const char *method;
    const char *url;
    const char *user_agent;
    const char *const *headers;
    size_t header_count;
    /// NULL for none.
    const void *body;
    size_t body_count;
    /// Longest wait for a connection, and for the whole exchange.
    int64_t connect_milliseconds;
    int64_t milliseconds;
    /// Most bytes of the response's body.
    size_t most_bytes;
    void *context;
} ccurl_exchange;

/// How an exchange ended; the pointers are good until `ccurl_session_end`.
typedef struct {
    /// libcurl's code, or `CCURL_TOO_LONG`.
    int32_t code;
    /// The response's status, 0 if there was none. Redirects are responses like others.
    int32_t status;
    void *context;
    /// The lines of the response's header.
    const char *header;
    size_t header_count;
    const char *body;
    size_t body_count;
    /// What went wrong, terminated.
    const char *message;
} ccurl_result;

/// libcurl's codes of an exchange that callers tell apart.
enum {
    CCURL_BAD_ADDRESS = 3,
    CCURL_NO_PROXY = 5,
    CCURL_NO_HOST = 6,
    CCURL_NO_CONNECTION = 7,
    CCURL_TIMED_OUT = 28,
    CCURL_UNTRUSTED = 60,
    CCURL_NO_CERTIFICATES = 77,
    /// Ours: a body or a header beyond its limit.
    CCURL_TOO_LONG = -1,
};

/// Starts an exchange, or returns NULL if there is no memory for it.
ccurl_call *ccurl_session_start(ccurl_session *session, const ccurl_exchange *exchange);

/// Makes `ccurl_session_wait` return now or the next time; for any thread.
void ccurl_session_wake(ccurl_session *session);

/// Waits until something happens, and does it.
void ccurl_session_wait(ccurl_session *session);

/// The next exchange that ended, NULL if there is none; then `ccurl_session_end` must be called.
ccurl_call *ccurl_session_finished(ccurl_session *session, ccurl_result *result);

/// Gives up an exchange that has ended or has not.
void ccurl_session_end(ccurl_session *session, ccurl_call *call);
