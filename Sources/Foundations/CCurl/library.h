#pragma once

#include "ccurl.h"

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
    OPTION_POSTFIELDS = 10015,
    OPTION_USERAGENT = 10018,
    OPTION_LOW_SPEED_LIMIT = 19,
    OPTION_LOW_SPEED_TIME = 20,
    OPTION_HTTPHEADER = 10023,
    OPTION_HEADERDATA = 10029,
    OPTION_CUSTOMREQUEST = 10036,
    OPTION_NOPROGRESS = 43,
    OPTION_FAILONERROR = 45,
    OPTION_FOLLOWLOCATION = 52,
    OPTION_XFERINFODATA = 10057,
    OPTION_MAXREDIRS = 68,
    OPTION_CONNECTTIMEOUT = 78,
    OPTION_HEADERFUNCTION = 20079,
    OPTION_NOSIGNAL = 99,
    OPTION_PRIVATE = 10103,
    OPTION_RESUME_FROM_LARGE = 30116,
    OPTION_POSTFIELDSIZE_LARGE = 30120,
    OPTION_TIMEOUT_MS = 155,
    OPTION_CONNECTTIMEOUT_MS = 156,
    OPTION_PROTOCOLS = 181,
    OPTION_REDIR_PROTOCOLS = 182,
    OPTION_XFERINFOFUNCTION = 20219,
    OPTION_PIPEWAIT = 237,

    INFO_PRIVATE = 0x100000 + 21,
    INFO_RESPONSE_CODE = 0x200000 + 2,
    INFO_CONTENT_LENGTH_DOWNLOAD = 0x600000 + 15,

    MULTI_SOCKETFUNCTION = 20001,
    MULTI_SOCKETDATA = 10002,
    MULTI_TIMERFUNCTION = 20004,
    MULTI_TIMERDATA = 10005,
    MULTI_SOCKET_TIMEOUT = -1,
    MULTI_MESSAGE_DONE = 1,

    POLL_IN = 1,
    POLL_OUT = 2,
    POLL_REMOVE = 4,
    SELECT_IN = 1,
    SELECT_OUT = 2,
    SELECT_ERROR = 4,
};

/// What `curl_multi_info_read` returns.
typedef struct {
    int message;
    void *handle;
    union {
        void *whatever;
        int code;
    } data;
} multi_message;

struct ccurl_library {
    int (*global_init)(long flags);
    void *(*easy_init)(void);
    void (*easy_cleanup)(void *handle);
    void (*easy_reset)(void *handle);
    int (*easy_setopt)(void *handle, int option, ...);
    int (*easy_getinfo)(void *handle, int info, ...);
    int (*easy_perform)(void *handle);
    const char *(*easy_strerror)(int code);
    void *(*slist_append)(void *list, const char *line);
    void (*slist_free_all)(void *list);
    void *(*multi_init)(void);
    int (*multi_cleanup)(void *multi);
    int (*multi_setopt)(void *multi, int option, ...);
    int (*multi_add_handle)(void *multi, void *handle);
    int (*multi_remove_handle)(void *multi, void *handle);
    int (*multi_socket_action)(void *multi, int socket, int events, int *running);
    multi_message *(*multi_info_read)(void *multi, int *left);
};

/// A list of header lines, NULL with `*failed` set if there is no memory for one.
static inline void *header_list(
    const ccurl_library *library, const char *const *lines, size_t count, bool *failed) {
    void *list = NULL;
    *failed = false;
    for (size_t i = 0; i < count; i++) {
        void *longer = library->slist_append(list, lines[i]);
        if (longer == NULL) {
            library->slist_free_all(list);
            *failed = true;
            return NULL;
        }
        list = longer;
    }
    return list;
}
