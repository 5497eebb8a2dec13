#pragma once

/// Every kernel: K(file, name), with the name that `cuModuleGetFunction` takes. `kernels/all.cuh`
/// has a line for each file.
#define CC_KERNELS(K)                                                                              \
    K(activate, geglu)                                                                             \
    K(activate, squared_relu)                                                                      \
    K(activate, swiglu)                                                                            \
    K(add, add)                                                                                    \
    K(attention, attention_128)                                                                    \
    K(attention, attention_256)                                                                    \
    K(attention, attention_32)                                                                     \
    K(attention, attention_64)                                                                     \
    K(attention, attention_96)                                                                     \
    K(attention, attention_decode_128)                                                             \
    K(attention, attention_decode_256)                                                             \
    K(attention, attention_decode_32)                                                              \
    K(attention, attention_decode_64)                                                              \
    K(attention, attention_decode_96)                                                              \
    K(attention_combine, attention_combine)                                                        \
    K(embed, embed)                                                                                \
    K(gemm_fp8, gemm_fp8_narrow_16)                                                                \
    K(gemm_fp8, gemm_fp8_narrow_8)                                                                 \
    K(gemm_fp8, gemm_fp8_wide_32x64)                                                               \
    K(gemm_fp8, gemm_fp8_wide_64x128)                                                              \
    K(gemm_gated, gemm_gated_128x128)                                                              \
    K(gemm_gated, gemm_gated_128x256)                                                              \
    K(gemm_gated, gemm_gated_64x128)                                                               \
    K(gemm_narrow, gemm_narrow_16)                                                                 \
    K(gemm_narrow, gemm_narrow_8)                                                                  \
    K(gemm_warpgroup, gemm_warpgroup_128x256)                                                      \
    K(gemm_warpgroup, gemm_warpgroup_gated_256x128)                                                \
    K(gemm_wide, gemm_wide_128x128)                                                                \
    K(gemm_wide, gemm_wide_128x256)                                                                \
    K(gemm_wide, gemm_wide_32x64)                                                                  \
    K(gemm_wide, gemm_wide_64x128)                                                                 \
    K(mix, add_shares)                                                                             \
    K(mix, gather)                                                                                 \
    K(norm, add_layer_norm)                                                                        \
    K(norm, add_rms_norm)                                                                          \
    K(norm, layer_norm)                                                                            \
    K(norm, rms_norm)                                                                              \
    K(penalise, penalise)                                                                          \
    K(penalise, restore)                                                                           \
    K(round_to_fp8, round_to_fp8)                                                                  \
    K(sample, sample)                                                                              \
    K(sample, score)                                                                               \
    K(rotate_and_store, rotate_and_store)
