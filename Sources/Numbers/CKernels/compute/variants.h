// Builds the kernels of CK_BODY once per instruction set: `CK(name)` becomes `name_plain`,
// `name_avx2`, `name_avx512` and, with CK_WITH_VNNI, `name_vnni`. The body is written with 16-lane
// vectors (vector.h), which the compiler maps to one, two or four registers. A file that includes
// this then dispatches with CK_DISPATCH.

#include <stdint.h>
#include "../dequantize/ck_fp16.h"
#include "ck_isa.h"

// A product and a sum are contracted only where the text says fma, or the paths would differ.
#pragma STDC FP_CONTRACT OFF

// Vectors are passed only between functions that are inlined into each other.
#pragma clang diagnostic ignored "-Wpsabi"

#define CK_CONCAT_(a, b) a##_##b
#define CK_CONCAT(a, b) CK_CONCAT_(a, b)
#define CK(name) CK_CONCAT(name, CK_SUFFIX)

// Tile of a matrix product in registers: CK_TILE_ROWS rows by CK_TILE_GROUPS groups of 16 columns.
#define CK_SUFFIX plain
#define CK_LEVEL 0
#define CK_TILE_ROWS 4
#define CK_TILE_GROUPS 1
#include "vector.h"
#include CK_BODY
#undef CK_SUFFIX
#undef CK_LEVEL
#undef CK_TILE_ROWS
#undef CK_TILE_GROUPS

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define CK_SUFFIX avx2
#define CK_LEVEL 1
#define CK_TILE_ROWS 6
#define CK_TILE_GROUPS 1
#include "vector.h"
#include CK_BODY
#undef CK_SUFFIX
#undef CK_LEVEL
#undef CK_TILE_ROWS
#undef CK_TILE_GROUPS
#pragma clang attribute pop

#pragma clang attribute push(                                                                      \
    __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#define CK_SUFFIX avx512
#define CK_LEVEL 2
#define CK_TILE_ROWS 8
#define CK_TILE_GROUPS 3
#include "vector.h"
#include CK_BODY
#undef CK_SUFFIX
#undef CK_LEVEL
#undef CK_TILE_ROWS
#undef CK_TILE_GROUPS
#pragma clang attribute pop

// Only integer kernels gain from VNNI; the others use their AVX-512 build on such CPUs.
#ifdef CK_WITH_VNNI
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni"))),            \
    apply_to = function)
#define CK_SUFFIX vnni
#define CK_LEVEL 3
#define CK_TILE_ROWS 8
#define CK_TILE_GROUPS 3
#include "vector.h"
#include CK_BODY
#undef CK_SUFFIX
#undef CK_LEVEL
#undef CK_TILE_ROWS
#undef CK_TILE_GROUPS
#pragma clang attribute pop
#define CK_CASE_VNNI(name, ...) case CK_ISA_VNNI: return name##_vnni(__VA_ARGS__);
#else
#define CK_CASE_VNNI(name, ...) case CK_ISA_VNNI: return name##_avx512(__VA_ARGS__);
#endif

#define CK_DISPATCH(isa, name, ...)                                                                \
    switch (isa) {                                                                                 \
    CK_CASE_VNNI(name, __VA_ARGS__)                                                                \
    case CK_ISA_AVX512: return name##_avx512(__VA_ARGS__);                                         \
    case CK_ISA_AVX2: return name##_avx2(__VA_ARGS__);                                             \
    default: return name##_plain(__VA_ARGS__);                                                     \
    }

#else

#define CK_DISPATCH(isa, name, ...)                                                                \
    (void)(isa);                                                                                   \
    return name##_plain(__VA_ARGS__);

#endif
