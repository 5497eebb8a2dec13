/// The C kernels, one header per family.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "ck_activate.h"
#include "ck_activation.h"
#include "ck_adam.h"
#include "ck_adam_8bit.h"
#include "ck_add.h"
#include "ck_attend.h"
#include "ck_attention.h"
#include "ck_bounded_attention.h"
#include "ck_ceiling.h"
#include "ck_cross_entropy.h"
#include "ck_dequantize.h"
#include "ck_geglu.h"
#include "ck_gemm.h"
#include "ck_gemm_bf16.h"
#include "ck_hash.h"
#include "ck_isa.h"
#include "ck_matmul.h"
#include "ck_matmul_bf16.h"
#include "ck_matmul_rounded.h"
#include "ck_norm.h"
#include "ck_normalise.h"
#include "ck_rope.h"
#include "ck_rounded.h"
#include "ck_sample.h"
#include "ck_scale.h"
#include "ck_soft_cap.h"
#include "ck_squared_norm.h"

#endif
