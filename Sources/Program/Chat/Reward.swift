public import JSON
import Models

/// What a reward model says of an assistant turn: a number for each of its attributes.
///
/// The values are raw: neither rounded nor clamped. HelpSteer2's attributes are each about 0 to 4; a
/// classifier's single score may be any number.
public struct Reward: Sendable, Equatable {
    /// The attributes of HelpSteer2, in its order.
    public static let attributes = RewardHead.helpSteer

    /// The published weights of the Nemotron-4 340B reward model, in the order of ``attributes``.
    public static let cardWeights = [0.3, 0.74, 0.46, 0.47, -0.33]

    /// What the values rate, in the reward model's order.
    public let names: [String]
    /// The values in the order of ``names``.
    public let values: [Double]

    /// A reward of HelpSteer2's attributes, in the order of ``attributes``.
    public init(values: [Double]) {
        self.init(names: Self.attributes, values: values)
    }

    /// A reward of these attributes.
    /// - Precondition: As many values as names, and at least one.
    public init(names: [String], values: [Double]) {
        precondition(values.count == names.count, "a reward has a value for each attribute")
        precondition(!values.isEmpty, "a reward has at least one attribute")
        (self.names, self.values) = (names, values)
    }

    /// Reads a reward from JSON of the form that ``json`` writes, or from a number alone; nil if
    /// there is no number.
    ///
    /// HelpSteer2's attributes count alone where all five are there. Else every member that is a
    /// number is an attribute, so that a grade with its explanation can be read.
    public init?(_ json: JSON) {
        if let value = json.double {
            self.init(names: [Self.single], values: [value])
            return
        }
        let known = Self.attributes.compactMap { json[$0]?.double }
        guard known.count < Self.attributes.count else {
            self.init(values: known)
            return
        }
        let found = json.object?.pairs.compactMap { name, value in value.double.map { (name, $0) } }
        guard let found, !found.isEmpty else { return nil }
        self.init(names: found.map(\.0), values: found.map(\.1))
    }

    /// The name of the attribute of a reward that is one number.
    private static let single = "score"

    /// The attributes by name.
    public var json: JSON {
        .object(JSONObject(zip(names, values.map(JSON.double))))
    }
}
