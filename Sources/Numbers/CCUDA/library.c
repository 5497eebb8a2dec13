#define _GNU_SOURCE

#include "library.h"

#include "cc_library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

/// Looks up every function; writes the names of absent ones to `missing` and then returns -1.
static int find_all(
    void *image, const cc_symbol *symbols, size_t count, char *missing, size_t room) {
    size_t used = 0;
    int absent = 0;
    for (size_t i = 0; i < count; i++) {
        void *found = dlsym(image, symbols[i].name);
        // ISO C has no cast from an object pointer to a function pointer.
        memcpy(symbols[i].address, &found, sizeof found);
        if (found != NULL) continue;
        // snprintf returns the length before truncation, which may pass `room`.
        if (used < room) {
            used += (size_t)snprintf(
                missing + used, room - used, "%s%s", absent == 0 ? "it lacks " : ", ",
                symbols[i].name);
        }
        absent++;
    }
    return absent == 0 ? 0 : -1;
}

int cc_library_open(
    const char *path, const cc_symbol *symbols, size_t count, char *missing, size_t room) {
    void *image = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (image == NULL) {
        const char *why = dlerror();
        snprintf(missing, room, "%s", why != NULL ? why : path);
        return -1;
    }
    int result = find_all(image, symbols, count, missing, room);
    if (result != 0) dlclose(image);
    return result;
}

void cc_library_path(const void *function, char *path, size_t room) {
    Dl_info found;
    int known = dladdr(function, &found) != 0 && found.dli_fname != NULL;
    snprintf(path, room, "%s", known ? found.dli_fname : "");
}
