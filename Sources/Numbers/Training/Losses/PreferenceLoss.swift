import Foundation

/// What a pair of answers says about the policy: the derivatives need nothing else.
public struct PairMargin: Sendable {
    /// log π(chosen) − log π_ref(chosen), summed over the answer's tokens, in nats.
    public var chosen: Double
    /// log π(rejected) − log π_ref(rejected), summed over the answer's tokens, in nats.
    public var rejected: Double
    /// r(chosen) − r(rejected), of the rewards that the pair was made by; 0 if it has none.
    public var reward: Double

    /// A pair's log-ratios and the difference of its rewards.
    public init(chosen: Double, rejected: Double, reward: Double = 0) {
        (self.chosen, self.rejected, self.reward) = (chosen, rejected, reward)
    }

    /// The difference that preference losses look at.
    public var delta: Double { chosen - rejected }
}

/// A loss of a chosen and a rejected answer.
///
/// With Δ the difference of the log-ratios (``PairMargin/delta``), a = beta·Δ, t = eta·(difference of
/// rewards) and σ the logistic function. *RPO* is used for two methods: here it is reward-aware
/// preference optimization (Nemotron-4 340B, arXiv:2406.11704, section 3.3.2), not regularised
/// preference optimization (arXiv:2405.16436), which is DPO with an SFT term.
public enum PreferenceLoss: Sendable, Equatable {
    /// −(1−s)·log σ(a) − s·log σ(−a), s the smoothing.
    ///
    /// Sources: Rafailov et al. 2023 (arXiv:2305.18290), eq. 7; the smoothing is cDPO's (Mitchell
    /// 2023, "A note on DPO with noisy preferences").
    case dpo(beta: Double, labelSmoothing: Double)
    /// (Δ − 1/(2·beta))². Source: Azar et al. 2023 (arXiv:2310.12036), eq. 17.
    case ipo(beta: Double)
    /// The distance of a from t. Source: Nemotron-4 340B, section 3.3.2.
    case rpo(RewardDistance, beta: Double, eta: Double)

    /// Distances of the policy's margin a from the reward's margin t.
    public enum RewardDistance: String, Sendable, CaseIterable {
        /// KL(Bernoulli(σ(t)) ‖ Bernoulli(σ(a))): the report's distance.
        case backwardKL = "bwd_kl"
        /// KL(Bernoulli(σ(a)) ‖ Bernoulli(σ(t))).
        case forwardKL = "fwd_kl"
        /// (a − t)².
        case squared = "sq"
    }

    /// The loss of a pair, in nats for those that are logarithms.
    public func value(_ pair: PairMargin) -> Double {
        switch self {
        case .dpo(let beta, let smoothing):
            let a = beta * pair.delta
            return (1 - smoothing) * softplus(-a) + smoothing * softplus(a)
        case .ipo(let beta):
            let distance = pair.delta - 1 / (2 * beta)
            return distance * distance
        case .rpo(let distance, let beta, let eta):
            let (a, t) = (beta * pair.delta, eta * pair.reward)
            switch distance {
            case .backwardKL: return bernoulliKL(t, a)
            case .forwardKL: return bernoulliKL(a, t)
            case .squared: return (a - t) * (a - t)
            }
        }
    }

    /// The derivative of ``value(_:)`` by Δ.
    public func derivative(_ pair: PairMargin) -> Double {
        switch self {
        case .dpo(let beta, let smoothing):
            let a = beta * pair.delta
            return beta * (smoothing * sigmoid(a) - (1 - smoothing) * sigmoid(-a))
        case .ipo(let beta): return 2 * (pair.delta - 1 / (2 * beta))
        case .rpo(let distance, let beta, let eta):
            let (a, t) = (beta * pair.delta, eta * pair.reward)
            switch distance {
            case .backwardKL: return beta * (sigmoid(a) - sigmoid(t))
            case .forwardKL: return beta * sigmoid(a) * sigmoid(-a) * (a - t)
            case .squared: return beta * 2 * (a - t)
            }
        }
    }

    /// The factor by which Δ becomes an implicit reward.
    public var beta: Double {
        switch self {
        case .dpo(let beta, _), .ipo(let beta), .rpo(_, let beta, _): beta
        }
    }
}

/// 1 / (1 + e⁻ˣ), without overflow.
func sigmoid(_ x: Double) -> Double {
    x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
}

/// log(1 + eˣ), without overflow.
func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

/// KL(Bernoulli(σ(x)) ‖ Bernoulli(σ(y))), with log σ(x) = −softplus(−x).
private func bernoulliKL(_ x: Double, _ y: Double) -> Double {
    sigmoid(x) * (softplus(-y) - softplus(-x)) + sigmoid(-x) * (softplus(y) - softplus(x))
}
