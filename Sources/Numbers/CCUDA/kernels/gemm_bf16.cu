// The products of gemm_float.cu with operands rounded to bf16, on tensor cores: gemm_bf16.cuh.
#include "gemm_bf16.cuh"

typedef BF16Product<BF16Shape<2, 4, 4, 2>> BF16Large;
typedef BF16Product<BF16Shape<2, 2, 2, 2>> BF16Small;

PRODUCT_FORWARD(KERNEL(256), gemm_bf16_128, BF16Large)
PRODUCT_FORWARD(KERNEL_RESIDENT(128, 4), gemm_bf16_64, BF16Small)
PRODUCT_BACKWARD(KERNEL(256), gemm_bf16_backward_128, BF16Large)
PRODUCT_BACKWARD(KERNEL_RESIDENT(128, 4), gemm_bf16_backward_64, BF16Small)
PRODUCT_WEIGHTS(KERNEL(256), gemm_bf16_weights_128, BF16Large)
PRODUCT_WEIGHTS(KERNEL_RESIDENT(128, 4), gemm_bf16_weights_64, BF16Small)
