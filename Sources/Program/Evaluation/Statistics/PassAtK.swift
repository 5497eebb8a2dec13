/// The unbiased estimate of pass@k: the probability that one of k samples is right.
///
/// `1 - C(n - c, k) / C(n, k)` of n samples of which c are right, as the product
/// `1 - Π_{i = n - c + 1...n} (1 - k / i)`. Source: Chen et al. 2021 (arXiv:2107.03374), eq. 1.
func passAtK(samples n: Int, right c: Int, k: Int) -> Double {
    precondition(c <= n && k <= n, "k and the right ones are among the samples")
    guard n - c >= k else { return 1 }
    guard c > 0 else { return 0 }
    var none = 1.0
    for i in (n - c + 1)...n { none *= 1 - Double(k) / Double(i) }
    return 1 - none
}
