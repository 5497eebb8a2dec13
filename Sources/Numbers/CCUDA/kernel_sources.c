#include "cc_kernel_sources.h"

#include "cc_kernel_list.h"

// Texts of the kernel files, embedded with a zero at the end and named in the table below.
static const char activate_cu[] = {
#embed "kernels/activate.cu" suffix(, 0)
};
static const char activate_float_cu[] = {
#embed "kernels/activate_float.cu" suffix(, 0)
};
static const char activation_cuh[] = {
#embed "kernels/activation.cuh" suffix(, 0)
};
static const char adam_step_cu[] = {
#embed "kernels/adam_step.cu" suffix(, 0)
};
static const char adam_step_8bit_cu[] = {
#embed "kernels/adam_step_8bit.cu" suffix(, 0)
};
static const char add_cu[] = {
#embed "kernels/add.cu" suffix(, 0)
};
static const char attention_cu[] = {
#embed "kernels/attention.cu" suffix(, 0)
};
static const char attention_cuh[] = {
#embed "kernels/attention.cuh" suffix(, 0)
};
static const char attention_bf16_cu[] = {
#embed "kernels/attention_bf16.cu" suffix(, 0)
};
static const char attention_bf16_cuh[] = {
#embed "kernels/attention_bf16.cuh" suffix(, 0)
};
static const char attention_bf16_backward_cu[] = {
#embed "kernels/attention_bf16_backward.cu" suffix(, 0)
};
static const char attention_cache_cuh[] = {
#embed "kernels/attention_cache.cuh" suffix(, 0)
};
static const char attention_combine_cu[] = {
#embed "kernels/attention_combine.cu" suffix(, 0)
};
static const char attention_float_cu[] = {
#embed "kernels/attention_float.cu" suffix(, 0)
};
static const char attention_float_cuh[] = {
#embed "kernels/attention_float.cuh" suffix(, 0)
};
static const char attention_float_backward_cu[] = {
#embed "kernels/attention_float_backward.cu" suffix(, 0)
};
static const char attention_results_cuh[] = {
#embed "kernels/attention_results.cuh" suffix(, 0)
};
static const char attention_tile_cuh[] = {
#embed "kernels/attention_tile.cuh" suffix(, 0)
};
static const char block_cuh[] = {
#embed "kernels/block.cuh" suffix(, 0)
};
static const char column_sums_cu[] = {
#embed "kernels/column_sums.cu" suffix(, 0)
};
static const char column_sums_cuh[] = {
#embed "kernels/column_sums.cuh" suffix(, 0)
};
static const char cross_entropy_cu[] = {
#embed "kernels/cross_entropy.cu" suffix(, 0)
};
static const char dialect_cuh[] = {
#embed "kernels/dialect.cuh" suffix(, 0)
};
static const char draw_cuh[] = {
#embed "kernels/draw.cuh" suffix(, 0)
};
static const char embed_cu[] = {
#embed "kernels/embed.cu" suffix(, 0)
};
static const char float_tile_cuh[] = {
#embed "kernels/float_tile.cuh" suffix(, 0)
};
static const char formats_cuh[] = {
#embed "kernels/formats.cuh" suffix(, 0)
};
static const char fragments_cuh[] = {
#embed "kernels/fragments.cuh" suffix(, 0)
};
static const char gated_output_cuh[] = {
#embed "kernels/gated_output.cuh" suffix(, 0)
};
static const char gather_rows_cu[] = {
#embed "kernels/gather_rows.cu" suffix(, 0)
};
static const char gemm_cuh[] = {
#embed "kernels/gemm.cuh" suffix(, 0)
};
static const char gemm_bf16_cu[] = {
#embed "kernels/gemm_bf16.cu" suffix(, 0)
};
static const char gemm_bf16_cuh[] = {
#embed "kernels/gemm_bf16.cuh" suffix(, 0)
};
static const char gemm_float_cu[] = {
#embed "kernels/gemm_float.cu" suffix(, 0)
};
static const char gemm_float_cuh[] = {
#embed "kernels/gemm_float.cuh" suffix(, 0)
};
static const char gemm_fp8_cu[] = {
#embed "kernels/gemm_fp8.cu" suffix(, 0)
};
static const char gemm_gated_cu[] = {
#embed "kernels/gemm_gated.cu" suffix(, 0)
};
static const char gemm_narrow_cu[] = {
#embed "kernels/gemm_narrow.cu" suffix(, 0)
};
static const char gemm_narrow_cuh[] = {
#embed "kernels/gemm_narrow.cuh" suffix(, 0)
};
static const char gemm_warpgroup_cu[] = {
#embed "kernels/gemm_warpgroup.cu" suffix(, 0)
};
static const char gemm_wide_cu[] = {
#embed "kernels/gemm_wide.cu" suffix(, 0)
};
static const char gemm_wide_cuh[] = {
#embed "kernels/gemm_wide.cuh" suffix(, 0)
};
static const char head_width_cuh[] = {
#embed "kernels/head_width.cuh" suffix(, 0)
};
static const char mix_cu[] = {
#embed "kernels/mix.cu" suffix(, 0)
};
static const char norm_cu[] = {
#embed "kernels/norm.cu" suffix(, 0)
};
static const char norm_cuh[] = {
#embed "kernels/norm.cuh" suffix(, 0)
};
static const char norm_float_cu[] = {
#embed "kernels/norm_float.cu" suffix(, 0)
};
static const char penalise_cu[] = {
#embed "kernels/penalise.cu" suffix(, 0)
};
static const char plain_output_cuh[] = {
#embed "kernels/plain_output.cuh" suffix(, 0)
};
static const char rotate_and_store_cu[] = {
#embed "kernels/rotate_and_store.cu" suffix(, 0)
};
static const char rotate_float_cu[] = {
#embed "kernels/rotate_float.cu" suffix(, 0)
};
static const char round_to_fp8_cu[] = {
#embed "kernels/round_to_fp8.cu" suffix(, 0)
};
static const char row_sums_cu[] = {
#embed "kernels/row_sums.cu" suffix(, 0)
};
static const char rows_float_cu[] = {
#embed "kernels/rows_float.cu" suffix(, 0)
};
static const char sample_cu[] = {
#embed "kernels/sample.cu" suffix(, 0)
};
static const char select_cuh[] = {
#embed "kernels/select.cuh" suffix(, 0)
};
static const char warpgroup_cuh[] = {
#embed "kernels/warpgroup.cuh" suffix(, 0)
};
static const char weights_cuh[] = {
#embed "kernels/weights.cuh" suffix(, 0)
};

#define SOURCE(text, name) {name, text, sizeof text - 1}

static const cc_kernel_source sources[] = {
    SOURCE(activate_cu, "activate.cu"),
    SOURCE(activate_float_cu, "activate_float.cu"),
    SOURCE(activation_cuh, "activation.cuh"),
    SOURCE(adam_step_cu, "adam_step.cu"),
    SOURCE(adam_step_8bit_cu, "adam_step_8bit.cu"),
    SOURCE(add_cu, "add.cu"),
    SOURCE(attention_cu, "attention.cu"),
    SOURCE(attention_cuh, "attention.cuh"),
    SOURCE(attention_bf16_cu, "attention_bf16.cu"),
    SOURCE(attention_bf16_cuh, "attention_bf16.cuh"),
    SOURCE(attention_bf16_backward_cu, "attention_bf16_backward.cu"),
    SOURCE(attention_cache_cuh, "attention_cache.cuh"),
    SOURCE(attention_combine_cu, "attention_combine.cu"),
    SOURCE(attention_float_cu, "attention_float.cu"),
    SOURCE(attention_float_cuh, "attention_float.cuh"),
    SOURCE(attention_float_backward_cu, "attention_float_backward.cu"),
    SOURCE(attention_results_cuh, "attention_results.cuh"),
    SOURCE(attention_tile_cuh, "attention_tile.cuh"),
    SOURCE(block_cuh, "block.cuh"),
    SOURCE(column_sums_cu, "column_sums.cu"),
    SOURCE(column_sums_cuh, "column_sums.cuh"),
    SOURCE(cross_entropy_cu, "cross_entropy.cu"),
    SOURCE(dialect_cuh, "dialect.cuh"),
    SOURCE(draw_cuh, "draw.cuh"),
    SOURCE(embed_cu, "embed.cu"),
    SOURCE(float_tile_cuh, "float_tile.cuh"),
    SOURCE(formats_cuh, "formats.cuh"),
    SOURCE(fragments_cuh, "fragments.cuh"),
    SOURCE(gated_output_cuh, "gated_output.cuh"),
    SOURCE(gather_rows_cu, "gather_rows.cu"),
    SOURCE(gemm_cuh, "gemm.cuh"),
    SOURCE(gemm_bf16_cu, "gemm_bf16.cu"),
    SOURCE(gemm_bf16_cuh, "gemm_bf16.cuh"),
    SOURCE(gemm_float_cu, "gemm_float.cu"),
    SOURCE(gemm_float_cuh, "gemm_float.cuh"),
    SOURCE(gemm_fp8_cu, "gemm_fp8.cu"),
    SOURCE(gemm_gated_cu, "gemm_gated.cu"),
    SOURCE(gemm_narrow_cu, "gemm_narrow.cu"),
    SOURCE(gemm_narrow_cuh, "gemm_narrow.cuh"),
    SOURCE(gemm_warpgroup_cu, "gemm_warpgroup.cu"),
    SOURCE(gemm_wide_cu, "gemm_wide.cu"),
    SOURCE(gemm_wide_cuh, "gemm_wide.cuh"),
    SOURCE(head_width_cuh, "head_width.cuh"),
    SOURCE(mix_cu, "mix.cu"),
    SOURCE(norm_cu, "norm.cu"),
    SOURCE(norm_cuh, "norm.cuh"),
    SOURCE(norm_float_cu, "norm_float.cu"),
    SOURCE(penalise_cu, "penalise.cu"),
    SOURCE(plain_output_cuh, "plain_output.cuh"),
    SOURCE(rotate_and_store_cu, "rotate_and_store.cu"),
    SOURCE(rotate_float_cu, "rotate_float.cu"),
    SOURCE(round_to_fp8_cu, "round_to_fp8.cu"),
    SOURCE(row_sums_cu, "row_sums.cu"),
    SOURCE(rows_float_cu, "rows_float.cu"),
    SOURCE(sample_cu, "sample.cu"),
    SOURCE(select_cuh, "select.cuh"),
    SOURCE(warpgroup_cuh, "warpgroup.cuh"),
    SOURCE(weights_cuh, "weights.cuh"),
};

#define KERNEL(file, name) {#file ".cu", #name},

static const cc_kernel kernels[] = {CC_KERNELS(KERNEL)};

const cc_kernel_source *cc_kernel_sources(size_t *count) {
    *count = sizeof sources / sizeof *sources;
    return sources;
}

const cc_kernel *cc_kernels(size_t *count) {
    *count = sizeof kernels / sizeof *kernels;
    return kernels;
}
