#include "ck_sample.h"

/// The middle of three.
static double middle(double a, double b, double c) {
    double low = a < b ? a : b, high = a < b ? b : a;
    return c < low ? low : c > high ? high : c;
}

/// Puts values greater than the pivot first, then its equals, then the rest; `mass` is the sum of
/// the greater ones.
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

/// Classes of weights: four to an octave, the heaviest first, all below 2⁻⁶³ in the last.
#define CLASSES 256

/// Returns a weight's class; a greater weight is never in a later class.
static int64_t class_of(double weight) {
    uint64_t bits;
    __builtin_memcpy(&bits, &weight, sizeof bits);
    // Sign, exponent and two bits of the fraction; 1.0 has 0x3ff << 2.
    int64_t below = (0x3ff << 2) - (int64_t)(bits >> 50);
    return below < 0 ? 0 : below < CLASSES ? below : CLASSES - 1;
}

/// Returns the lightest weight in `part` to keep, and in `ties` how many of its equals to keep.
///
/// `sum` is the weight already kept. Keeps all of `part` if rounding leaves the sum below `mass`.
static double lightest(double *part, int64_t left, double sum, double mass, int64_t *ties) {
    double least = 0;
    while (left > 0) {
        double pivot = middle(part[0], part[left / 2], part[left - 1]), heavier;
        int64_t greater, equal;
        partition(part, left, pivot, &greater, &equal, &heavier);
        if (greater > 0 && sum + heavier >= mass) {
            left = greater;
            continue;
        }
        sum += heavier;
        least = pivot;
        for (*ties = 1; *ties < equal; (*ties)++) {
            sum += pivot;
            if (sum >= mass) return least;
        }
        sum += pivot;
        if (sum >= mass) return least;
        part += greater + equal;
        left -= greater + equal;
    }
    return least;
}

int64_t ck_keep_heaviest_f64(int32_t *indices, double *weights, int64_t count, double mass,
                             double *space) {
    double masses[CLASSES] = {0}, sum = 0;
    for (int64_t i = 0; i < count; i++) masses[class_of(weights[i])] += weights[i];
    int64_t last = 0;
    while (last < CLASSES && sum + masses[last] < mass) sum += masses[last++];
    if (last == CLASSES) return -1;
    // Only the class in which the mass is reached has to be searched.
    int64_t within = 0, ties = 0, kept = 0;
    for (int64_t i = 0; i < count; i++) {
        // Without a branch: a weight of another class is overwritten by the next one.
        space[within] = weights[i];
        within += class_of(weights[i]) == last;
    }
    double least = lightest(space, within, sum, mass, &ties);
    for (int64_t i = 0; i < count; i++) {
        if (weights[i] < least || (weights[i] == least && ties-- <= 0)) continue;
        indices[kept] = indices[i];
        weights[kept++] = weights[i];
    }
    return kept;
}
