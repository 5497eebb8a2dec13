// Draws a token from the kept ones.
#pragma once
#include "select.cuh"

/// Returns the first kept token, in ascending order, at which the running sum of weights exceeds
/// `uniform` times the total. Each warp walks a contiguous part of the row.
DEVICE int draw(Row row, Scale scale, Kept kept, double uniform) {
    __shared__ weight_t weight_of_warp[32];
    __shared__ int chosen;
    const int warps = blockDim.x / 32, warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    const int length = (row.count + warps - 1) / warps;
    const int start = min(warp * length, row.count), end = min(start + length, row.count);

    weight_t mine = 0;
    for (int token = start + lane; token < end; token += 32)
        mine += kept_weight(row, token, scale, kept);
    mine = warp_total(mine);
    if (lane == 0) weight_of_warp[warp] = mine;
    BARRIER();
    weight_t all = 0, before = 0;
    for (int other = 0; other < warps; ++other) {
        if (other == warp) before = all;
        all += weight_of_warp[other];
    }
    weight_t target = (weight_t)(uniform * (double)all);
    // The product may round up to the total, which no token's sum exceeds.
    if (target >= all) target = all - 1;
    // The sums are exact integers, so the target lies in exactly one warp's part.
    if (target >= before && target < before + mine) {
        weight_t reached = before;
        for (int first = start; first < end; first += 32) {
            const int token = first + lane;
            const weight_t own = token < end ? kept_weight(row, token, scale, kept) : 0;
            const weight_t through = reached + warp_running_total(own);
            const unsigned past = ballot(through > target);
            if (past) {
                if (lane == 0) chosen = first + lowest_bit(past);
                break;
            }
            reached = shuffle(through, 31);
        }
    }
    BARRIER();
    return chosen;
}
