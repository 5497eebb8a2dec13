// Runs every kernel over odd sizes in every schedule; made for AddressSanitizer.
#include "device.h"

static void check_add() {
    std::mt19937 dice(3);
    const auto x = random_floats(1000, dice), y = random_floats(1000, dice);
    const Buffer<float> dx(x), dy(y);
    launch("add", {{4, 1, 1}, 256, 0}, dy.address, dx.address, 1000LL);
    const auto sum = dy.values();
    for (size_t i = 0; i < 1000; i++) require(sum[i] == x[i] + y[i], "add");
}

int main() {
    driver->cuInit(0);
    for (int schedule = CUDA_EMULATOR_LOCKSTEP; schedule <= CUDA_EMULATOR_WARP_AHEAD; schedule++) {
        cuda_emulator_set_schedule(static_cast<cuda_emulator_schedule>(schedule), 7);
        check_add();
        check_gemm();
        check_attention();
        check_gemm_float();
        check_attention_float();
        printf("schedule %d: every kernel agrees with its reference\n", schedule);
    }
}
