#include "cc_nvrtc.h"

#include "library.h"

#define SYMBOL(result, name, symbol, arguments) {#symbol, &table->name},

int cc_nvrtc_open(const char *path, cc_nvrtc *table, char *missing, size_t room) {
    const cc_symbol symbols[] = {CC_NVRTC_FUNCTIONS(SYMBOL)};
    return cc_library_open(path, symbols, sizeof symbols / sizeof *symbols, missing, room);
}
