#include "ccurl.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Constants of libcurl's binary interface, unchanged since 7.16. An option is its type (long 0,
// object 10000, function 20000, 64-bit 30000) plus its own number.
enum {
    GLOBAL_ALL = 3,
    PROTOCOLS_HTTP_AND_HTTPS = 1 | 2,
    ERROR_BUFFER_SIZE = 256,

    OPTION_WRITEDATA = 10001,
    OPTION_URL = 10002,
    OPTION_ERRORBUFFER = 10010,
    OPTION_WRITEFUNCTION = 20011,
    OPTION_USERAGENT = 10018,
    OPTION_HTTPHEADER = 10023,
    OPTION_HEADERDATA = 10029,
    OPTION_HEADERFUNCTION = 20079,
    OPTION_LOW_SPEED_LIMIT = 19,
    OPTION_LOW_SPEED_TIME = 20,
    OPTION_NOPROGRESS = 43,
    OPTION_FAILONERROR = 45,
    OPTION_FOLLOWLOCATION = 52,
    OPTION_XFERINFODATA = 10057,
    OPTION_MAXREDIRS = 68,
    OPTION_CONNECTTIMEOUT = 78,
    OPTION_NOSIGNAL = 99,
    OPTION_RESUME_FROM_LARGE = 30116,
    OPTION_PROTOCOLS = 181,
    OPTION_REDIR_PROTOCOLS = 182,
    OPTION_XFERINFOFUNCTION = 20219,

    INFO_RESPONSE_CODE = 0x200000 + 2,
    INFO_CONTENT_LENGTH_DOWNLOAD = 0x600000 + 15,
};

struct ccurl_library {
    int (*global_init)(long flags);
    void *(*easy_init)(void);
    void (*easy_cleanup)(void *handle);
    int (*easy_setopt)(void *handle, int option, ...);
    int (*easy_getinfo)(void *handle, int info, ...);
    int (*easy_perform)(void *handle);
    const char *(*easy_strerror)(int code);
    void *(*slist_append)(void *list, const char *line);
    void (*slist_free_all)(void *list);
};

/// State that libcurl's callbacks receive.
typedef struct {
    const ccurl_library *library;
    const ccurl_request *request;
    void *handle;
} transfer;

static bool find(void *image, const char *name, void *function) {
    void *symbol = dlsym(image, name);
    // ISO C has no cast from an object pointer to a function pointer.
    memcpy(function, &symbol, sizeof symbol);
    return symbol != NULL;
}

ccurl_library *ccurl_open(const char *name, char *reason, size_t capacity) {
    void *image = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (image == NULL) {
        const char *why = dlerror();
        snprintf(reason, capacity, "%s", why != NULL ? why : name);
        return NULL;
    }
    ccurl_library *library = calloc(1, sizeof *library);
    if (library != NULL && find(image, "curl_global_init", &library->global_init)
        && find(image, "curl_easy_init", &library->easy_init)
        && find(image, "curl_easy_cleanup", &library->easy_cleanup)
        && find(image, "curl_easy_setopt", &library->easy_setopt)
        && find(image, "curl_easy_getinfo", &library->easy_getinfo)
        && find(image, "curl_easy_perform", &library->easy_perform)
        && find(image, "curl_easy_strerror", &library->easy_strerror)
        && find(image, "curl_slist_append", &library->slist_append)
        && find(image, "curl_slist_free_all", &library->slist_free_all)
        && library->global_init(GLOBAL_ALL) == 0) {
        return library;
    }
    snprintf(reason, capacity, "%s is not a usable libcurl", name);
    free(library);
    dlclose(image);
    return NULL;
}

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

    void *headers = NULL;
    for (size_t i = 0; i < request->header_count; i++) {
        void *longer = library->slist_append(headers, request->headers[i]);
        if (longer == NULL) {
            library->slist_free_all(headers);
            library->easy_cleanup(t.handle);
            snprintf(message, capacity, "there is no memory for a transfer");
            return 27;
        }
        headers = longer;
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
