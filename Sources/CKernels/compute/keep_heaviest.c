#include "ck_sample.h"

/// The middle of three.
static double middle(double a, double b, double c) {
    double low = a < b ? a : b, high = a < b ? b : a;
    return c < low ? low : c > high ? high : c;
}

/// Puts what is greater than the pivot first, then what equals it, then the rest.
static void partition(double *x, int64_t count, double pivot, int64_t *greater, int64_t *equal,
                      double *mass) {
    int64_t above = 0, at = 0, below = count;
    double sum = 0;
    while (at < below) {
        double value = x[at];
        if (value > pivot) {
            sum += value;
            x[at++] = x[above];
            x[above++] = value;
        } else if (value < pivot) {
            x[at] = x[--below];
            x[below] = value;
        } else {
            at++;
        }
    }
    *greater = above;
    *equal = at - above;
    *mass = sum;
}

int64_t ck_keep_heaviest_f64(int32_t *indices, double *weights, int64_t count, double mass,
                             double *space) {
    for (int64_t i = 0; i < count; i++) space[i] = weights[i];
    // Looks for the lightest weight that is kept: `sum` is that of all heavier ones.
    double *part = space, sum = 0, least = 0;
    int64_t left = count, ties = -1;
    while (left > 0 && ties < 0) {
        double pivot = middle(part[0], part[left / 2], part[left - 1]), heavier;
        int64_t greater, equal;
        partition(part, left, pivot, &greater, &equal, &heavier);
        if (greater > 0 && sum + heavier >= mass) {
            left = greater;
            continue;
        }
        double reached = sum + heavier;
        for (int64_t tie = 0; tie < equal; tie++) {
            reached += pivot;
            if (reached < mass) continue;
            ties = tie + 1;
            break;
        }
        least = pivot;
        sum = reached;
        part += greater + equal;
        left -= greater + equal;
    }
    if (ties < 0) return -1;
    int64_t kept = 0;
    for (int64_t i = 0; i < count; i++) {
        if (weights[i] < least || (weights[i] == least && ties-- <= 0)) continue;
        indices[kept] = indices[i];
        weights[kept++] = weights[i];
    }
    return kept;
}
