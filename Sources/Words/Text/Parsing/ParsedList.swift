/// The items of a model's reply that should have been a list, and what became of the rest.
public struct ParsedList: Sendable, Equatable {
    /// The items in the reply's order: trimmed, white space folded, never empty, no two alike.
    public var items: [String] = []
    /// How often each repair was made, by what was repaired: "numbering", "bullet", "bold", …
    public var salvaged: [String: Int] = [:]
    /// What is not among the items, with the reason.
    public var lost: [LostItem] = []

    /// An empty list.
    public init() {}

    mutating func note(_ repair: String, _ count: Int = 1) {
        salvaged[repair, default: 0] += count
    }

    mutating func lose(_ text: String, _ reason: LostItem.Reason) {
        lost.append(LostItem(text: text, reason: reason))
    }
}

/// A part of a reply that did not become an item.
public struct LostItem: Sendable, Equatable {
    /// Why a part is no item.
    public enum Reason: String, Sendable {
        /// The reply ended inside of it.
        case cutOff = "cut off"
        /// There was a marker and nothing behind it.
        case empty
        /// The same item had come before.
        case duplicate
        /// Talk around the list: "Here are five topics:", "Let me know if …".
        case chatter
        /// Longer than any item should be; likely the list's form was lost.
        case tooLong = "too long"
    }

    /// The part as it stood in the reply.
    public var text: String
    /// Why it is no item.
    public var reason: Reason

    /// A part with its reason.
    public init(text: String, reason: Reason) {
        self.text = text
        self.reason = reason
    }
}
