public import JSON
import Models

/// Five attributes of an assistant turn as the reward model predicts them, each about 0 to 4.
///
/// The values are raw: neither rounded nor clamped.
public struct Reward: Sendable, Equatable {
    /// The attributes in the order of HelpSteer2.
    public static let attributes = RewardHead.attributes

    /// The published weights of the Nemotron-4 340B reward model, in the order of ``attributes``.
    public static let cardWeights = [0.3, 0.74, 0.46, 0.47, -0.33]

    /// The values in the order of ``attributes``.
    public let values: [Double]

    /// A reward of five values in the order of ``attributes``.
    public init(values: [Double]) {
        precondition(values.count == Self.attributes.count, "a reward has five attributes")
        self.values = values
    }

    /// Reads a reward from JSON of the form that ``json`` writes; nil if an attribute is missing.
    public init?(_ json: JSON) {
        let values = Self.attributes.compactMap { json[$0]?.double }
        guard values.count == Self.attributes.count else { return nil }
        self.values = values
    }

    /// The sum of the attributes, each times its weight.
    public func scalar(weights: [Double]) -> Double {
        zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The attributes by name.
    public var json: JSON {
        .object(JSONObject(zip(Self.attributes, values.map(JSON.double))))
    }
}
