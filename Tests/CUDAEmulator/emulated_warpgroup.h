// The twin of kernels/warpgroup.cuh.
#pragma once

#include "emulated_dialect.h"

namespace cuda_emulator {

/// What a lane brings to a warpgroup's product: 4 * tiles sums and its registers of a.
struct WarpgroupPart {
    unsigned tiles;
    const uint4 *a;
    uint64_t b;
};

void fence_landed_copies();
void complete_wgmma(const Lane lanes[32]);
void complete_wgmma_commit(const Lane lanes[32]);
void complete_wgmma_wait(const Lane lanes[32]);

} // namespace cuda_emulator

/// Where it is among the bytes that a block may share; the first kilobyte is the system's.
DEVICE unsigned shared_address(const void *shared) {
    return 1024 + (static_cast<const unsigned char *>(shared) - cuda_emulator::current_dynamic);
}

DEVICE void async_proxy_fence() { cuda_emulator::fence_landed_copies(); }
DEVICE void wgmma_fence() {}
DEVICE void wgmma_commit() {
    using namespace cuda_emulator;
    exchange(Exchange::wgmma_commit, {}, complete_wgmma_commit);
}
template <int pending> DEVICE void wgmma_wait() {
    using namespace cuda_emulator;
    const int most = pending;
    exchange(Exchange::wgmma_wait, {nullptr, &most, nullptr}, complete_wgmma_wait);
}
template <int B> DEVICE void settle(float (&)[B][4]) {}

template <int B> DEVICE void wgmma(float (&d)[B][4], const uint4 &a, uint64_t b) {
    using namespace cuda_emulator;
    const WarpgroupPart part = {B, &a, b};
    exchange(Exchange::wgmma, {d, &part, nullptr}, complete_wgmma);
}
