#include "cc_blaslt.h"

#include "library.h"

#define SYMBOL(result, name, symbol, arguments) {#symbol, &table->name},

int cc_blaslt_open(const char *path, cc_blaslt *table, char *missing, size_t room) {
    const cc_symbol symbols[] = {CC_BLASLT_FUNCTIONS(SYMBOL)};
    return cc_library_open(path, symbols, sizeof symbols / sizeof *symbols, missing, room);
}
