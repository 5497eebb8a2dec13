#pragma once

#include <stddef.h>
#include <stdint.h>

// cuBLASLt, opened at run time if installed. The engine multiplies with its own kernels; `bench`
// and `doctor` compare them with cuBLASLt.

/// An algorithm and its needs, filled in by cuBLASLt (`cublasLtMatmulHeuristicResult_t`).
typedef struct cc_blaslt_heuristic {
    uint64_t algorithm[8];
    size_t workspace_bytes;
    int state;
    float waves;
    int reserved[4];
} cc_blaslt_heuristic;

/// Every function that we call: F(result, name, symbol, arguments). Handles, descriptors, layouts
/// and preferences are `void *`.
#define CC_BLASLT_FUNCTIONS(F)                                                                     \
    F(size_t, cublasLtGetVersion, cublasLtGetVersion, (void))                                      \
    F(int, cublasLtCreate, cublasLtCreate, (void **handle))                                        \
    F(int, cublasLtDestroy, cublasLtDestroy, (void *handle))                                       \
    F(int, cublasLtMatmulDescCreate, cublasLtMatmulDescCreate,                                     \
      (void **description, int compute_type, int scale_type))                                      \
    F(int, cublasLtMatmulDescDestroy, cublasLtMatmulDescDestroy, (void *description))              \
    F(int, cublasLtMatmulDescSetAttribute, cublasLtMatmulDescSetAttribute,                         \
      (void *description, int attribute, const void *value, size_t bytes))                         \
    F(int, cublasLtMatrixLayoutCreate, cublasLtMatrixLayoutCreate,                                 \
      (void **layout, int type, uint64_t rows, uint64_t columns, int64_t leading))                 \
    F(int, cublasLtMatrixLayoutDestroy, cublasLtMatrixLayoutDestroy, (void *layout))               \
    F(int, cublasLtMatmulPreferenceCreate, cublasLtMatmulPreferenceCreate, (void **preference))    \
    F(int, cublasLtMatmulPreferenceDestroy, cublasLtMatmulPreferenceDestroy, (void *preference))   \
    F(int, cublasLtMatmulPreferenceSetAttribute, cublasLtMatmulPreferenceSetAttribute,             \
      (void *preference, int attribute, const void *value, size_t bytes))                          \
    F(int, cublasLtMatmulAlgoGetHeuristic, cublasLtMatmulAlgoGetHeuristic,                         \
      (void *handle, void *description, void *a, void *b, void *c, void *d, void *preference,      \
       int room, cc_blaslt_heuristic *results, int *found))                                        \
    F(int, cublasLtMatmul, cublasLtMatmul,                                                         \
      (void *handle, void *description, const void *alpha, uint64_t a, void *a_layout, uint64_t b, \
       void *b_layout, const void *beta, uint64_t c, void *c_layout, uint64_t d, void *d_layout,   \
       const uint64_t *algorithm, uint64_t workspace, size_t workspace_bytes, void *stream))

#define CC_BLASLT_FIELD(result, name, symbol, arguments) result(*name) arguments;

/// cuBLASLt's functions.
typedef struct cc_blaslt {
    CC_BLASLT_FUNCTIONS(CC_BLASLT_FIELD)
} cc_blaslt;

/// Opens cuBLASLt at `path` and fills `table`; see `cc_driver_open`.
int cc_blaslt_open(const char *path, cc_blaslt *table, char *missing, size_t room);

/// cuBLASLt's numbers of types, operations and attributes.
enum {
    CC_BLASLT_SUCCESS = 0,
    CC_BLASLT_R_32F = 0,
    CC_BLASLT_R_16F = 2,
    CC_BLASLT_R_16BF = 14,
    CC_BLASLT_R_8F_E4M3 = 28,
    CC_BLASLT_COMPUTE_32F = 68,
    CC_BLASLT_OP_N = 0,
    CC_BLASLT_OP_T = 1,
    CC_BLASLT_DESC_TRANSA = 3,
    CC_BLASLT_DESC_TRANSB = 4,
    CC_BLASLT_DESC_A_SCALE_POINTER = 17,
    CC_BLASLT_DESC_B_SCALE_POINTER = 18,
    CC_BLASLT_PREF_MAX_WORKSPACE_BYTES = 1,
};
