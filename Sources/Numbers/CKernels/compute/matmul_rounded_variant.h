// Rows of activations in registers at a time: eight where there are 32 wide registers.
#define CK_ROUNDED_TILE (CK_LEVEL >= 2 ? 8 : 4)
#include "dot_body.h"
#include "matmul_rounded_body.h"
#undef CK_ROUNDED_TILE
