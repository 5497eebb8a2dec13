// Errors by the driver's names.
#include "driver.h"

namespace cuda_emulator {

struct ErrorText {
    int error;
    const char *name, *text;
};

static const ErrorText error_texts[] = {
    {CC_SUCCESS, "CUDA_SUCCESS", "no error"},
    {CC_ERROR_INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {CC_ERROR_OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {CC_ERROR_NOT_INITIALIZED, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {CC_ERROR_INVALID_DEVICE, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {CC_ERROR_INVALID_IMAGE, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {CC_ERROR_INVALID_HANDLE, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {CC_ERROR_NOT_FOUND, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {CC_ERROR_NOT_READY, "CUDA_ERROR_NOT_READY", "device not ready"},
    {CC_ERROR_ILLEGAL_ADDRESS, "CUDA_ERROR_ILLEGAL_ADDRESS",
     "an illegal memory access was encountered"},
    {CC_ERROR_LAUNCH_OUT_OF_RESOURCES, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES",
     "too many resources requested for launch"},
    {CC_ERROR_LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {error_capture_unsupported, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED",
     "operation not permitted when stream is capturing"},
    {error_capture_invalidated, "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED",
     "operation failed due to a previous error during capture"},
};

static int error_field(int error, const char **text, const char *ErrorText::*field) {
    for (const ErrorText &entry : error_texts)
        if (entry.error == error) {
            *text = entry.*field;
            return CC_SUCCESS;
        }
    *text = nullptr;
    return CC_ERROR_INVALID_VALUE;
}

int cuGetErrorName(int error, const char **name) {
    return error_field(error, name, &ErrorText::name);
}

int cuGetErrorString(int error, const char **text) {
    return error_field(error, text, &ErrorText::text);
}

} // namespace cuda_emulator
