/// The list in a model's reply: its items, and the parts that did not become items.
public struct ParsedList: Sendable, Equatable {
    /// The items in the reply's order: trimmed, white space folded, not empty, without duplicates.
    public var items: [String] = []
    /// The number of repairs by kind: "numbering", "bullet", "bold", …
    public var salvaged: [String: Int] = [:]
    /// The parts that are not among the items, with the reason.
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
    /// Why a part is not an item.
    public enum Reason: String, Sendable {
        /// The reply ended inside the part.
        case cutOff = "cut off"
        /// Nothing followed the marker.
        case empty
        /// The same item came before.
        case duplicate
        /// A sentence around the list: "Here are five topics:", "Let me know if …".
        case chatter
        /// Longer than ``ReplyParser/longestItem``; the list was probably not recognised.
        case tooLong = "too long"
    }

    /// The text of the part.
    public var text: String
    /// Why the part is not an item.
    public var reason: Reason

    /// A part with its reason.
    public init(text: String, reason: Reason) {
        self.text = text
        self.reason = reason
    }
}
