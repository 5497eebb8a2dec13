#include "library.h"

#include <stdio.h>

/// State that libcurl's callbacks receive.
typedef struct {
    const ccurl_library *library;
    const ccurl_request *request;
    void *handle;
} transfer;

static size_t write_body(char *bytes, size_t size, size_t count, void *context) {
    const transfer *t = context;
    int64_t offered = -1;
    t->library->easy_getinfo(t->handle, INFO_CONTENT_LENGTH_DOWNLOAD, &offered);
    bool taken = t->request->write(bytes, size * count, offered, t->request->context);
    // Any other count than the one offered ends the transfer with CCURL_WRITE_REFUSED.
    return taken ? size * count : 0;
}

static size_t write_header(char *bytes, size_t size, size_t count, void *context) {
    const transfer *t = context;
    t->request->header(bytes, size * count, t->request->context);
    return size * count;
}

static int look_up(void *context, int64_t total, int64_t now, int64_t up_total, int64_t up_now) {
    (void)total, (void)now, (void)up_total, (void)up_now;
    const transfer *t = context;
    return t->request->may_continue(t->request->context) ? 0 : 1;
}

int32_t ccurl_download(
    const ccurl_library *library, const ccurl_request *request, int32_t *http_status, char *message,
    size_t capacity) {
    char buffer[ERROR_BUFFER_SIZE] = "";
    *http_status = 0;
    transfer t = {library, request, library->easy_init()};
    if (t.handle == NULL) {
        snprintf(message, capacity, "libcurl could not start a transfer");
        return 2;
    }

    bool failed;
    void *headers = header_list(library, request->headers, request->header_count, &failed);
    if (failed) {
        library->easy_cleanup(t.handle);
        snprintf(message, capacity, "there is no memory for a transfer");
        return 27;
    }

    int (*set)(void *, int, ...) = library->easy_setopt;
    // Of these, libcurl keeps "Authorization" from other hosts that a redirect leads to.
    set(t.handle, OPTION_HTTPHEADER, headers);
    set(t.handle, OPTION_HEADERFUNCTION, write_header);
    set(t.handle, OPTION_HEADERDATA, &t);
    set(t.handle, OPTION_ERRORBUFFER, buffer);
    // Without this option libcurl may use SIGALRM for timeouts, which is unsafe with threads.
    set(t.handle, OPTION_NOSIGNAL, 1L);
    set(t.handle, OPTION_URL, request->url);
    set(t.handle, OPTION_USERAGENT, request->user_agent);
    set(t.handle, OPTION_PROTOCOLS, (long)PROTOCOLS_HTTP_AND_HTTPS);
    set(t.handle, OPTION_REDIR_PROTOCOLS, (long)PROTOCOLS_HTTP_AND_HTTPS);
    set(t.handle, OPTION_FOLLOWLOCATION, 1L);
    set(t.handle, OPTION_MAXREDIRS, 10L);
    set(t.handle, OPTION_FAILONERROR, 1L);
    set(t.handle, OPTION_CONNECTTIMEOUT, (long)request->connect_seconds);
    set(t.handle, OPTION_LOW_SPEED_LIMIT, (long)request->stall_bytes_per_second);
    set(t.handle, OPTION_LOW_SPEED_TIME, (long)request->stall_seconds);
    set(t.handle, OPTION_RESUME_FROM_LARGE, request->resume_from);
    set(t.handle, OPTION_WRITEFUNCTION, write_body);
    set(t.handle, OPTION_WRITEDATA, &t);
    set(t.handle, OPTION_NOPROGRESS, 0L);
    set(t.handle, OPTION_XFERINFOFUNCTION, look_up);
    set(t.handle, OPTION_XFERINFODATA, &t);

    int code = library->easy_perform(t.handle);
    long status = 0;
    library->easy_getinfo(t.handle, INFO_RESPONSE_CODE, &status);
    *http_status = (int32_t)status;
    library->easy_cleanup(t.handle);
    library->slist_free_all(headers);
    snprintf(message, capacity, "%s", buffer[0] != 0 ? buffer : library->easy_strerror(code));
    return code;
}
