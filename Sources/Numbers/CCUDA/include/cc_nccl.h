#pragma once

#include <stddef.h>
#include <stdint.h>

// NCCL, opened at run time if installed: sums over the GPUs of one machine, for training. The
// functions are those of NCCL 2.13 (2022) and later.

/// Every function that we call: F(result, name, symbol, arguments). Communicators and streams are
/// `void *`, addresses on a GPU `uint64_t`, results and enumerations `int`.
#define CC_NCCL_FUNCTIONS(F)                                                                       \
    F(int, ncclGetVersion, ncclGetVersion, (int *version))                                         \
    F(const char *, ncclGetErrorString, ncclGetErrorString, (int result))                          \
    F(const char *, ncclGetLastError, ncclGetLastError, (void *communicator))                      \
    F(int, ncclCommInitAll, ncclCommInitAll,                                                       \
      (void **communicators, int count, const int *devices))                                       \
    F(int, ncclCommDestroy, ncclCommDestroy, (void *communicator))                                 \
    F(int, ncclGroupStart, ncclGroupStart, (void))                                                 \
    F(int, ncclGroupEnd, ncclGroupEnd, (void))                                                     \
    F(int, ncclAllReduce, ncclAllReduce,                                                           \
      (uint64_t from, uint64_t to, size_t count, int type, int operation, void *communicator,      \
       void *stream))

#define CC_NCCL_FIELD(result, name, symbol, arguments) result(*name) arguments;

/// NCCL's functions, or an emulator's.
typedef struct cc_nccl {
    CC_NCCL_FUNCTIONS(CC_NCCL_FIELD)
} cc_nccl;

/// Opens NCCL at `path` and fills `table`; see `cc_driver_open`.
int cc_nccl_open(const char *path, cc_nccl *table, char *missing, size_t room);

/// NCCL's numbers of results, types and operations.
enum {
    CC_NCCL_SUCCESS = 0,
    CC_NCCL_INVALID_ARGUMENT = 4,
    CC_NCCL_INVALID_USAGE = 5,
    CC_NCCL_FLOAT32 = 7,
    CC_NCCL_SUM = 0,
};
