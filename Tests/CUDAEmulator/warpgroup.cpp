// Products of warpgroups, each warp's sixteen rows for itself. They are done as late as a GPU may
// do them, at the wait, and refused if what they read has changed until then.
#include "emulated_warpgroup.h"

namespace cuda_emulator {

/// A column of b: 16 numbers.
struct Column {
    bf16 numbers[16];
};

/// A product under way: what it reads, as it was when it began.
struct WarpgroupProduct {
    float *d[32];
    const uint4 *a_from[32];
    uint4 a[32];
    std::vector<Column> b;
    uint64_t b_from;
    unsigned group;
};

/// Bytes from `current_dynamic` on at which 16 bytes of a column lie, from its descriptor.
static unsigned chunk_offset(uint64_t descriptor, unsigned column, unsigned chunk) {
    const unsigned start = (descriptor & 0x3FFF) << 4;
    const unsigned eight_columns = (descriptor >> 32 & 0x3FFF) << 4;
    const unsigned offset = start + column / 8 * eight_columns + column % 8 * 64 + chunk * 16;
    // Bits 7 and 8 turn bits 4 and 5.
    return (offset ^ (offset >> 3 & 0x30)) - 1024;
}

/// The columns of b as they are now.
static std::vector<Column> columns(uint64_t descriptor, unsigned count) {
    if (descriptor >> 62 != 2) fail("a descriptor of another swizzle than that of 64 bytes");
    std::vector<Column> result(count);
    for (unsigned i = 0; i < 2 * count; i++) {
        const unsigned offset = chunk_offset(descriptor, i / 2, i % 2);
        if (offset + 16 > current_figures.dynamic_bytes)
            fail("a descriptor of what is not in the block's shared memory");
        if (is_landed_unfenced(offset))
            fail("a warpgroup's product of what no async_proxy_fence followed");
        memcpy(&result[i / 2].numbers[i % 2 * 8], current_dynamic + offset, 16);
    }
    return result;
}

void complete_wgmma(const Lane lanes[32]) {
    const auto part = [&](int i) { return static_cast<const WarpgroupPart *>(lanes[i].first); };
    auto product = std::make_shared<WarpgroupProduct>();
    for (int i = 0; i < 32; i++) {
        if (part(i)->b != part(0)->b) fail("lanes of a warpgroup with different descriptors");
        product->d[i] = static_cast<float *>(lanes[i].result);
        product->a_from[i] = part(i)->a;
        product->a[i] = *part(i)->a;
    }
    product->b_from = part(0)->b;
    product->b = columns(product->b_from, 8 * part(0)->tiles);
    current_warp().products.push_back(product);
    product->group = current_warp().open_products;
}

void complete_wgmma_commit(const Lane *) { current_warp().open_products++; }

/// The two numbers of a lane's register, by the layout of mma_m16n8k16_bf16.
static float number(const uint4 a[32], unsigned row, unsigned k) {
    const uint4 &lane = a[row % 8 * 4 + k % 8 / 2];
    const unsigned registers[4] = {lane.x, lane.y, lane.z, lane.w};
    const unsigned pair = registers[row / 8 + k / 8 * 2];
    return bits_to_float(k % 2 ? pair & 0xFFFF0000u : pair << 16);
}

/// d += a · b, in the order of the warps' products.
static void finish(const WarpgroupProduct &product) {
    const unsigned count = product.b.size();
    const auto now = columns(product.b_from, count);
    if (memcmp(now.data(), product.b.data(), count * sizeof(Column)) != 0)
        fail("shared memory changed under a warpgroup's product");
    for (int i = 0; i < 32; i++)
        if (memcmp(product.a_from[i], &product.a[i], sizeof(uint4)) != 0)
            fail("registers changed under a warpgroup's product");
    for (unsigned row = 0; row < 16; row++) {
        float a[16];
        for (unsigned k = 0; k < 16; k++) a[k] = number(product.a, row, k);
        for (unsigned column = 0; column < count; column++) {
            const unsigned lane = row % 8 * 4 + column % 8 / 2;
            float &d = product.d[lane][column / 8 * 4 + row / 8 * 2 + column % 2];
            const Column &b = product.b[column];
            for (unsigned k = 0; k < 16; k++)
                d += a[k] * bits_to_float(static_cast<unsigned>(b.numbers[k]) << 16);
        }
    }
}

void complete_wgmma_wait(const Lane lanes[32]) {
    Warp &warp = current_warp();
    const unsigned pending = *static_cast<const int *>(lanes[0].first);
    size_t done = 0;
    while (done < warp.products.size() && warp.products[done]->group + pending < warp.open_products)
        finish(*warp.products[done++]);
    warp.products.erase(warp.products.begin(), warp.products.begin() + done);
}

} // namespace cuda_emulator
