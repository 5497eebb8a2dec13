#include "cc_driver.h"

#include "library.h"

#define SYMBOL(result, name, symbol, arguments) {#symbol, &table->name},

int cc_driver_open(const char *path, cc_driver *table, char *missing, size_t room) {
    const cc_symbol symbols[] = {CC_DRIVER_FUNCTIONS(SYMBOL)};
    return cc_library_open(path, symbols, sizeof symbols / sizeof *symbols, missing, room);
}
