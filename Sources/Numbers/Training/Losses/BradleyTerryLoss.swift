/// The loss of a reward model on pairs: −log σ(r(chosen) − r(rejected)).
///
/// Source: Ouyang et al. 2022 (arXiv:2203.02155), eq. 1.
public enum BradleyTerryLoss {
    /// The loss of a pair, in nats.
    public static func value(chosen: Double, rejected: Double) -> Double {
        softplus(rejected - chosen)
    }

    /// The derivative by r(chosen); that by r(rejected) is its negative.
    public static func derivative(chosen: Double, rejected: Double) -> Double {
        -sigmoid(rejected - chosen)
    }
}
