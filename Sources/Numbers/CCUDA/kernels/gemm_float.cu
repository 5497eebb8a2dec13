// Products of floats with weights W [outputs, inputs]: forward, backward to the input, backward to
// the weights. Arguments, tiles and the order of sums: gemm_float.cuh.
#include "gemm_float.cuh"

typedef FloatProduct<FloatShape<128, 128, 2, 2>> FloatLarge;
typedef FloatProduct<FloatShape<64, 64, 2, 1>> FloatSmall;

PRODUCT_FORWARD(KERNEL(256), gemm_float_128, FloatLarge)
PRODUCT_FORWARD(KERNEL_RESIDENT(128, 4), gemm_float_64, FloatSmall)
PRODUCT_BACKWARD(KERNEL(256), gemm_float_backward_128, FloatLarge)
PRODUCT_BACKWARD(KERNEL_RESIDENT(128, 4), gemm_float_backward_64, FloatSmall)
PRODUCT_WEIGHTS(KERNEL(256), gemm_float_weights_128, FloatLarge)
PRODUCT_WEIGHTS(KERNEL_RESIDENT(128, 4), gemm_float_weights_64, FloatSmall)
