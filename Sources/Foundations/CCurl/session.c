#include "library.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum {
    EVENTS_AT_ONCE = 64,
    /// Most bytes of a response's header.
    HEADER_LIMIT = 64 * 1024,
};

struct ccurl_session {
    const ccurl_library *library;
    void *multi;
    /// Watches libcurl's sockets and `wakes`.
    int epoll;
    int wakes;
    /// When libcurl wants to look at its clocks, in milliseconds; negative for never.
    int64_t due;
    /// Calls that ended, with their handles, for the next ones.
    ccurl_call *spare;
};

typedef struct {
    char *bytes;
    size_t count, capacity;
} buffer;

struct ccurl_call {
    const ccurl_library *library;
    void *handle;
    void *headers;
    void *context;
    char *sent;
    size_t limit;
    bool is_too_long;
    buffer header, body;
    char message[ERROR_BUFFER_SIZE];
    ccurl_call *next;
};

static int64_t milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool append(buffer *b, const char *bytes, size_t count) {
    if (count == 0) return true;
    if (b->capacity - b->count < count) {
        size_t wanted = b->capacity * 2 > b->count + count ? b->capacity * 2 : b->count + count;
        char *larger = realloc(b->bytes, wanted);
        if (larger == NULL) return false;
        b->bytes = larger;
        b->capacity = wanted;
    }
    memcpy(b->bytes + b->count, bytes, count);
    b->count += count;
    return true;
}

static int watch(void *handle, int socket, int what, void *context, void *ignored) {
    (void)handle, (void)ignored;
    ccurl_session *session = context;
    if (what == POLL_REMOVE) {
        epoll_ctl(session->epoll, EPOLL_CTL_DEL, socket, NULL);
        return 0;
    }
    struct epoll_event event = {.data.fd = socket};
    if (what & POLL_IN) event.events |= EPOLLIN;
    if (what & POLL_OUT) event.events |= EPOLLOUT;
    if (epoll_ctl(session->epoll, EPOLL_CTL_MOD, socket, &event) != 0 && errno == ENOENT)
        epoll_ctl(session->epoll, EPOLL_CTL_ADD, socket, &event);
    return 0;
}

static int set_timer(void *multi, long wait, void *context) {
    (void)multi;
    ccurl_session *session = context;
    session->due = wait < 0 ? -1 : milliseconds() + wait;
    return 0;
}

ccurl_session *ccurl_session_open(const ccurl_library *library) {
    ccurl_session *session = calloc(1, sizeof *session);
    if (session == NULL) return NULL;
    *session = (ccurl_session){.library = library, .due = -1};
    session->multi = library->multi_init();
    session->epoll = epoll_create1(EPOLL_CLOEXEC);
    session->wakes = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = session->wakes};
    if (session->multi == NULL || session->epoll < 0 || session->wakes < 0
        || epoll_ctl(session->epoll, EPOLL_CTL_ADD, session->wakes, &event) != 0) {
        if (session->multi != NULL) library->multi_cleanup(session->multi);
        if (session->epoll >= 0) close(session->epoll);
        if (session->wakes >= 0) close(session->wakes);
        free(session);
        return NULL;
    }
    library->multi_setopt(session->multi, MULTI_SOCKETFUNCTION, watch);
    library->multi_setopt(session->multi, MULTI_SOCKETDATA, session);
    library->multi_setopt(session->multi, MULTI_TIMERFUNCTION, set_timer);
    library->multi_setopt(session->multi, MULTI_TIMERDATA, session);
    return session;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    ccurl_call *call = context;
    call->is_too_long = call->is_too_long || call->limit - call->body.count < size * count;
    // Any other count than the one offered ends the call.
    return !call->is_too_long && append(&call->body, bytes, size * count) ? size * count : 0;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
    ccurl_call *call = context;
    // A further response, after "100 Continue" and its like: only the last one's header counts.
    if (size * count >= 5 && memcmp(bytes, "HTTP/", 5) == 0) call->header.count = 0;
    call->is_too_long = call->is_too_long || HEADER_LIMIT - call->header.count < size * count;
    return !call->is_too_long && append(&call->header, bytes, size * count) ? size * count : 0;
}

static ccurl_call *spare_call(ccurl_session *session) {
    ccurl_call *call = session->spare;
    if (call != NULL) {
        session->spare = call->next;
        session->library->easy_reset(call->handle);
        return call;
    }
    call = calloc(1, sizeof *call);
    if (call == NULL) return NULL;
    call->library = session->library;
    call->handle = session->library->easy_init();
    if (call->handle != NULL) return call;
    free(call);
    return NULL;
}

static void keep(ccurl_session *session, ccurl_call *call) {
    session->library->slist_free_all(call->headers);
    free(call->sent);
    call->headers = NULL;
    call->sent = NULL;
    call->next = session->spare;
    session->spare = call;
}

ccurl_call *ccurl_session_start(ccurl_session *session, const ccurl_exchange *exchange) {
    const ccurl_library *library = session->library;
    ccurl_call *call = spare_call(session);
    if (call == NULL) return NULL;
    call->context = exchange->context;
    call->limit = exchange->most_bytes;
    call->is_too_long = false;
    call->header.count = call->body.count = 0;
    call->message[0] = 0;
    bool failed;
    call->headers
        = header_list(library, exchange->headers, exchange->header_count, &failed);
    if (exchange->body != NULL) {
        call->sent = malloc(exchange->body_count + 1);
        failed = failed || call->sent == NULL;
        if (call->sent != NULL) memcpy(call->sent, exchange->body, exchange->body_count);
    }
    if (failed) {
        keep(session, call);
        return NULL;
    }

    int (*set)(void *, int, ...) = library->easy_setopt;
    set(call->handle, OPTION_PRIVATE, call);
    set(call->handle, OPTION_ERRORBUFFER, call->message);
    set(call->handle, OPTION_NOSIGNAL, 1L);
    set(call->handle, OPTION_URL, exchange->url);
    set(call->handle, OPTION_USERAGENT, exchange->user_agent);
    set(call->handle, OPTION_PROTOCOLS, (long)PROTOCOLS_HTTP_AND_HTTPS);
    set(call->handle, OPTION_HTTPHEADER, call->headers);
    if (call->sent != NULL) {
        // Makes it a POST; not copied by libcurl.
        set(call->handle, OPTION_POSTFIELDS, call->sent);
        set(call->handle, OPTION_POSTFIELDSIZE_LARGE, (int64_t)exchange->body_count);
    }
    set(call->handle, OPTION_CUSTOMREQUEST, exchange->method);
    set(call->handle, OPTION_CONNECTTIMEOUT_MS, (long)exchange->connect_milliseconds);
    set(call->handle, OPTION_TIMEOUT_MS, (long)exchange->milliseconds);
    // Over TLS, rather a stream of a connection that is being made than a connection of its own.
    // Without TLS, libcurl would wait for the first response to see whether there are streams.
    set(call->handle, OPTION_PIPEWAIT, strncasecmp(exchange->url, "https:", 6) == 0 ? 1L : 0L);
    set(call->handle, OPTION_WRITEFUNCTION, take_body);
    set(call->handle, OPTION_WRITEDATA, call);
    set(call->handle, OPTION_HEADERFUNCTION, take_header);
    set(call->handle, OPTION_HEADERDATA, call);
    if (library->multi_add_handle(session->multi, call->handle) == 0) return call;
    keep(session, call);
    return NULL;
}

void ccurl_session_wake(ccurl_session *session) {
    uint64_t one = 1;
    // Fails only if it would wake the session anyway.
    ssize_t written = write(session->wakes, &one, sizeof one);
    (void)written;
}

void ccurl_session_wait(ccurl_session *session) {
    int wait = -1;
    if (session->due >= 0) {
        int64_t left = session->due - milliseconds();
        wait = left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
    }
    struct epoll_event events[EVENTS_AT_ONCE];
    int count = epoll_wait(session->epoll, events, EVENTS_AT_ONCE, wait);
    int running;
    for (int i = 0; i < count; i++) {
        if (events[i].data.fd == session->wakes) {
            uint64_t times;
            ssize_t got = read(session->wakes, &times, sizeof times);
            (void)got;
            continue;
        }
        int what = (events[i].events & EPOLLIN ? SELECT_IN : 0)
            | (events[i].events & EPOLLOUT ? SELECT_OUT : 0)
            | (events[i].events & (EPOLLERR | EPOLLHUP) ? SELECT_ERROR : 0);
        session->library->multi_socket_action(
            session->multi, events[i].data.fd, what, &running);
    }
    if (session->due >= 0 && session->due <= milliseconds()) {
        session->due = -1;
        session->library->multi_socket_action(
            session->multi, MULTI_SOCKET_TIMEOUT, 0, &running);
    }
}

ccurl_call *ccurl_session_finished(ccurl_session *session, ccurl_result *result) {
    int left;
    for (;;) {
        multi_message *message = session->library->multi_info_read(session->multi, &left);
        if (message == NULL) return NULL;
        if (message->message != MULTI_MESSAGE_DONE) continue;
        char *private = NULL;
        long status = 0;
        int code = message->data.code;
        session->library->easy_getinfo(message->handle, INFO_PRIVATE, &private);
        session->library->easy_getinfo(message->handle, INFO_RESPONSE_CODE, &status);
        ccurl_call *call = (ccurl_call *)private;
        if (call->message[0] == 0 && code != CCURL_OK)
            snprintf(call->message, sizeof call->message, "%s", call->library->easy_strerror(code));
        *result = (ccurl_result){
            .code = call->is_too_long ? CCURL_TOO_LONG : code,
            .status = (int32_t)status,
            .context = call->context,
            .header = call->header.bytes,
            .header_count = call->header.count,
            .body = call->body.bytes,
            .body_count = call->body.count,
            .message = call->message,
        };
        return call;
    }
}

void ccurl_session_end(ccurl_session *session, ccurl_call *call) {
    session->library->multi_remove_handle(session->multi, call->handle);
    // A long answer's memory is not kept for the short ones that follow.
    if (call->body.capacity > 1 << 20) {
        free(call->body.bytes);
        call->body = (buffer){NULL, 0, 0};
    }
    keep(session, call);
}
