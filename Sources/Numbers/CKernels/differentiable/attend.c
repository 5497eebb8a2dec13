#include "ck_attend.h"
#include <math.h>
#include <string.h>

#define CK_BODY "../differentiable/attend_body.h"
#include "../compute/variants.h"

int64_t ck_attend_width(int64_t head_dim) { return (head_dim + 15) / 16 * 16; }

int64_t ck_attend_scratch(int64_t head_dim) {
    int64_t forward = CK_ATTEND_ROWS * (head_dim + ck_attend_width(head_dim));
    return forward + 2 * CK_ATTEND_ROWS * (CK_ATTEND_KEYS + CK_ATTEND_SPARE);
}

int64_t ck_attend_tile(int64_t head_dim) {
    return CK_ATTEND_ROWS * (2 * head_dim + 2 * ck_attend_width(head_dim) + 2);
}

void ck_attend_f32(float *o, int64_t o_stride, float *log_sum, int64_t log_sum_stride,
                   const float *q, int64_t q_stride, int64_t rows, int64_t position,
                   const ck_attend_keys *prefix, const ck_attend_keys *own,
                   const ck_attend_shape *shape, float *scratch, ck_isa isa) {
    CK_DISPATCH(isa, attend, o, o_stride, log_sum, log_sum_stride, q, q_stride, rows, position,
                prefix, own, shape, scratch)
}

void ck_attend_pack_f32(float *tile, const float *q, int64_t q_stride, const float *d_o,
                        int64_t d_o_stride, const float *o, int64_t o_stride,
                        const float *log_sum, int64_t log_sum_stride, int64_t rows,
                        const ck_attend_shape *shape, ck_isa isa) {
    CK_DISPATCH(isa, attend_pack, tile, q, q_stride, d_o, d_o_stride, o, o_stride, log_sum,
                log_sum_stride, rows, shape)
}

void ck_attend_backward_f32(float *d_q, float *d_k, float *d_v, const float *tile, int64_t rows,
                            int64_t position, const ck_attend_keys *keys,
                            const ck_attend_shape *shape, float *scratch, ck_isa isa) {
    CK_DISPATCH(isa, attend_backward, d_q, d_k, d_v, tile, rows, position, keys, shape, scratch)
}
