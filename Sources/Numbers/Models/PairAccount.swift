public import JSON

/// How many pairs of answers a reward model puts in the right order, as its file says of itself.
public struct PairAccount: Sendable, Equatable {
    /// The pairs of a section, such as "Reasoning".
    public struct Section: Sendable, Equatable {
        /// The section's name; "all" for all pairs.
        public let name: String
        /// Of prompts that were held out, while others of the same sources were fitted to.
        public let heldOut: PairShare?
        /// Of sources that were left out, one after the other.
        public let leftOut: PairShare?

        /// Figures of one section.
        public init(name: String, heldOut: PairShare?, leftOut: PairShare?) {
            (self.name, self.heldOut, self.leftOut) = (name, heldOut, leftOut)
        }
    }

    /// All pairs first, then the sections by name.
    public let sections: [Section]

    /// An account of sections.
    public init(sections: [Section]) {
        self.sections = sections
    }

    /// Reads what ``json`` writes; nil if it is something else.
    public init?(_ json: JSON) {
        guard let object = json.object else { return nil }
        sections = object.pairs.map { name, value in
            Section(
                name: name, heldOut: value["held_out"].flatMap(PairShare.init),
                leftOut: value["left_out"].flatMap(PairShare.init))
        }
    }

    /// The account as an object by section.
    public var json: JSON {
        .object(
            JSONObject(
                sections.map { section in
                    let figures: [(String, JSON)] = [
                        ("held_out", section.heldOut?.json), ("left_out", section.leftOut?.json),
                    ].compactMap { name, value in value.map { (name, $0) } }
                    return (section.name, .object(JSONObject(figures)))
                }))
    }
}

/// The share of pairs that are put in the right order.
public struct PairShare: Sendable, Equatable {
    /// Ties count half; 0 if there are no pairs.
    public let accuracy: Double
    /// Number of pairs.
    public let pairs: Int

    /// A share of `pairs` pairs.
    public init(accuracy: Double, pairs: Int) {
        (self.accuracy, self.pairs) = (accuracy, pairs)
    }

    init?(_ json: JSON) {
        guard let accuracy = json["accuracy"]?.double, let pairs = json["pairs"]?.integer else {
            return nil
        }
        self.init(accuracy: accuracy, pairs: Int(pairs))
    }

    /// The share as an object.
    public var json: JSON { ["accuracy": .double(accuracy), "pairs": .integer(pairs)] }
}
