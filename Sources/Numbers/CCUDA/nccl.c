#include "cc_nccl.h"

#include "library.h"

#define SYMBOL(result, name, symbol, arguments) {#symbol, &table->name},

int cc_nccl_open(const char *path, cc_nccl *table, char *missing, size_t room) {
    const cc_symbol symbols[] = {CC_NCCL_FUNCTIONS(SYMBOL)};
    return cc_library_open(path, symbols, sizeof symbols / sizeof *symbols, missing, room);
}
