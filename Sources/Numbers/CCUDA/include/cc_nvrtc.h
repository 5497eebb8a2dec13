#pragma once

#include <stddef.h>

// NVRTC, the kernel compiler, opened at run time. It needs neither a GPU nor a driver.

/// Every function that we call: F(result, name, symbol, arguments). Programs are `void *`.
#define CC_NVRTC_FUNCTIONS(F)                                                                      \
    F(int, nvrtcVersion, nvrtcVersion, (int *major, int *minor))                                   \
    F(const char *, nvrtcGetErrorString, nvrtcGetErrorString, (int error))                         \
    F(int, nvrtcGetNumSupportedArchs, nvrtcGetNumSupportedArchs, (int *count))                     \
    F(int, nvrtcGetSupportedArchs, nvrtcGetSupportedArchs, (int *architectures))                   \
    F(int, nvrtcCreateProgram, nvrtcCreateProgram,                                                 \
      (void **program, const char *text, const char *name, int headers,                            \
       const char *const *header_texts, const char *const *header_names))                          \
    F(int, nvrtcDestroyProgram, nvrtcDestroyProgram, (void **program))                             \
    F(int, nvrtcCompileProgram, nvrtcCompileProgram,                                               \
      (void *program, int count, const char *const *options))                                      \
    F(int, nvrtcGetProgramLogSize, nvrtcGetProgramLogSize, (void *program, size_t *bytes))         \
    F(int, nvrtcGetProgramLog, nvrtcGetProgramLog, (void *program, char *log))                     \
    F(int, nvrtcGetCUBINSize, nvrtcGetCUBINSize, (void *program, size_t *bytes))                   \
    F(int, nvrtcGetCUBIN, nvrtcGetCUBIN, (void *program, char *image))

#define CC_NVRTC_FIELD(result, name, symbol, arguments) result(*name) arguments;

/// NVRTC's functions.
typedef struct cc_nvrtc {
    CC_NVRTC_FUNCTIONS(CC_NVRTC_FIELD)
} cc_nvrtc;

/// Opens NVRTC at `path` and fills `table`; see `cc_driver_open`.
int cc_nvrtc_open(const char *path, cc_nvrtc *table, char *missing, size_t room);

/// Results of NVRTC's functions (`nvrtcResult`).
enum {
    CC_NVRTC_SUCCESS = 0,
    CC_NVRTC_ERROR_OUT_OF_MEMORY = 1,
    CC_NVRTC_ERROR_INVALID_OPTION = 5,
    CC_NVRTC_ERROR_COMPILATION = 6,
};
