#include "library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
        && find(image, "curl_easy_reset", &library->easy_reset)
        && find(image, "curl_easy_setopt", &library->easy_setopt)
        && find(image, "curl_easy_getinfo", &library->easy_getinfo)
        && find(image, "curl_easy_perform", &library->easy_perform)
        && find(image, "curl_easy_strerror", &library->easy_strerror)
        && find(image, "curl_slist_append", &library->slist_append)
        && find(image, "curl_slist_free_all", &library->slist_free_all)
        && find(image, "curl_multi_init", &library->multi_init)
        && find(image, "curl_multi_cleanup", &library->multi_cleanup)
        && find(image, "curl_multi_setopt", &library->multi_setopt)
        && find(image, "curl_multi_add_handle", &library->multi_add_handle)
        && find(image, "curl_multi_remove_handle", &library->multi_remove_handle)
        && find(image, "curl_multi_socket_action", &library->multi_socket_action)
        && find(image, "curl_multi_info_read", &library->multi_info_read)
        && library->global_init(GLOBAL_ALL) == 0) {
        return library;
    }
    snprintf(reason, capacity, "%s is not a usable libcurl", name);
    free(library);
    dlclose(image);
    return NULL;
}
