import Testing

@testable import Evaluation

@Suite struct `A statistic` {
    /// Python: `1 - comb(n - c, k) / comb(n, k)`.
    @Test(arguments: [
        (1, 0, 1, 0.0), (1, 1, 1, 1.0), (5, 2, 1, 0.4), (10, 3, 5, 0.9166666666666666),
        (200, 7, 10, 0.3055988116177335), (200, 7, 100, 0.9929911172418123), (4, 4, 3, 1.0),
        (4, 0, 3, 0.0),
    ])
    func `pass@k is the unbiased estimate`(n: Int, c: Int, k: Int, expected: Double) {
        #expect(abs(passAtK(samples: n, right: c, k: k) - expected) < 1e-12)
    }

    /// scipy: `binomtest(min(b, c), b + c, 0.5).pvalue`.
    @Test(arguments: [
        (0, 0, 1.0), (1, 0, 1.0), (5, 5, 1.0), (0, 6, 0.03125), (2, 10, 0.03857421875),
        (10, 2, 0.03857421875), (30, 50, 0.03299261842647618),
    ])
    func `McNemar's test is the exact binomial one`(b: Int, c: Int, expected: Double) {
        let found = McNemar.probability(onlyFirst: b, onlySecond: c)
        #expect(abs(found - expected) < 1e-7)
    }

    @Test func `an interval of a share is that of the binomial distribution`() throws {
        let shares = (0..<200).map { Share($0 < 60) }
        let interval = try #require(Bootstrap(seed: 1).interval(of: shares, .percent))
        // 0.3 ± 1.96 sqrt(0.3 * 0.7 / 200) = 0.2365...0.3635
        #expect(abs(interval.lowerBound - 0.2365) < 0.006)
        #expect(abs(interval.upperBound - 0.3635) < 0.006)
        #expect(Bootstrap(seed: 1).interval(of: shares, .percent) == interval)
        #expect(Bootstrap(seed: 1).interval(of: [Share(1)], .percent) == nil)
    }

    @Test func `a paired difference leaves out what both share`() throws {
        // The same items are hard for both, so only ten of 200 tell.
        let pairs = (0..<200).map { item in
            (first: Share(item < 100), second: Share(item < 110))
        }
        let paired = try #require(Bootstrap(seed: 7).difference(of: pairs, .percent))
        // The standard error is sqrt(0.05 * 0.95 / 200) = 0.0154.
        #expect(abs(paired.lowerBound - 0.02) < 0.006 && abs(paired.upperBound - 0.08) < 0.006)
    }

    @Test func `a ratio of sums is weighted, and perplexity is its exponential`() {
        let shares = [Share(2, of: 1), Share(10, of: 9)]
        #expect(shares.ratio == 1.2)
        #expect(Figure.Unit.number.value(of: 1.2) == 1.2)
        #expect(abs(Figure.Unit.perplexity.value(of: 1.2) - 3.320116922736547) < 1e-12)
        #expect([Share]().ratio == nil)
    }
}
