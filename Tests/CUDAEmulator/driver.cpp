// The driver's table.
#include "driver.h"
#include "block.h"

namespace cuda_emulator {

std::recursive_mutex lock;
std::string last_failure;

#define ENTRY(result, name, symbol, arguments) .name = name,
static const cc_driver driver = {CC_DRIVER_FUNCTIONS(ENTRY)};

} // namespace cuda_emulator

const cc_driver *cuda_emulator_driver(void) { return &cuda_emulator::driver; }

void cuda_emulator_set_schedule(cuda_emulator_schedule schedule, uint64_t seed) {
    cuda_emulator::set_schedule(schedule, seed);
}

const char *cuda_emulator_failure(void) { return cuda_emulator::last_failure.c_str(); }
