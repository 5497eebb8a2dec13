// What the checks need of a device: memory that exits with a message when something fails.
#pragma once

#include "CUDAEmulator.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

inline const cc_driver *const driver = cuda_emulator_driver();

inline void require(bool condition, const std::string &what) {
    if (condition) return;
    fprintf(stderr, "error: %s\n", what.c_str());
    exit(1);
}

inline void require_success(int error, const char *what) {
    require(error == 0, std::string(what) + ": error " + std::to_string(error) + ", " +
                            cuda_emulator_failure());
}

/// Device memory with a copy of `values`.
template <class T> struct Buffer {
    explicit Buffer(const std::vector<T> &values) : count(values.size()) {
        require_success(driver->cuMemAlloc(&address, count * sizeof(T)), "cuMemAlloc");
        driver->cuMemcpyHtoDAsync(address, values.data(), count * sizeof(T), nullptr);
    }
    ~Buffer() { require_success(driver->cuMemFree(address), "cuMemFree"); }
    Buffer(const Buffer &) = delete;
    Buffer &operator=(const Buffer &) = delete;

    std::vector<T> values() const {
        std::vector<T> result(count);
        require_success(
            driver->cuMemcpyDtoHAsync(result.data(), address, count * sizeof(T), nullptr),
            "cuMemcpyDtoHAsync");
        return result;
    }

    uint64_t address = 0;
    size_t count;
};

struct Launch {
    unsigned grid[3], threads, shared;
};

template <class... A> void launch(const char *name, const Launch &figures, A... arguments) {
    void *function = nullptr, *pointers[] = {&arguments...};
    require_success(driver->cuModuleGetFunction(&function, nullptr, name), name);
    driver->cuFuncSetAttribute(function, CC_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
                               static_cast<int>(figures.shared));
    require_success(driver->cuLaunchKernel(function, figures.grid[0], figures.grid[1],
                                           figures.grid[2], figures.threads, 1, 1, figures.shared,
                                           nullptr, pointers, nullptr),
                    name);
}

using bf16_bits = uint16_t;

inline float widened(bf16_bits x) {
    const uint32_t bits = static_cast<uint32_t>(x) << 16;
    float result;
    memcpy(&result, &bits, 4);
    return result;
}

/// Normally distributed numbers that bf16 holds exactly.
inline std::vector<bf16_bits> random_bf16(size_t count, std::mt19937 &dice) {
    std::normal_distribution<float> normal;
    std::vector<bf16_bits> result(count);
    for (auto &x : result) {
        const float value = normal(dice);
        uint32_t bits;
        memcpy(&bits, &value, 4);
        x = static_cast<bf16_bits>(bits >> 16);
    }
    return result;
}

inline std::vector<float> random_floats(size_t count, std::mt19937 &dice) {
    std::normal_distribution<float> normal;
    std::vector<float> result(count);
    for (auto &x : result) x = normal(dice);
    return result;
}

void check_gemm();
void check_attention();
void check_gemm_float();
void check_attention_float();
