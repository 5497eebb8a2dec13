/// The variables set in one part of a template; a lookup goes on in the parent scope.
final class Scope {
    private let parent: Scope?
    private var slots: [(symbol: Int, value: TemplateValue)] = []
    /// Positions in ``slots`` by symbol, kept once there are more than ``indexThreshold``.
    private var index: [Int: Int] = [:]

    private static let indexThreshold = 16

    init(parent: Scope?) { self.parent = parent }

    subscript(symbol: Int) -> TemplateValue? {
        var scope: Scope? = self
        while let current = scope {
            if let position = current.position(of: symbol) { return current.slots[position].value }
            scope = current.parent
        }
        return nil
    }

    func set(_ symbol: Symbol, to value: TemplateValue) {
        if let position = position(of: symbol.id) {
            slots[position].value = value
            return
        }
        slots.append((symbol.id, value))
        if slots.count == Self.indexThreshold + 1 {
            for (position, slot) in slots.enumerated() { index[slot.symbol] = position }
        } else if slots.count > Self.indexThreshold {
            index[symbol.id] = slots.count - 1
        }
    }

    private func position(of symbol: Int) -> Int? {
        // In small scopes a linear search costs less than hashing.
        if slots.count > Self.indexThreshold { return index[symbol] }
        return slots.firstIndex { $0.symbol == symbol }
    }

    /// Removes all variables, which breaks the cycles between scopes and the macros in them.
    func clear() {
        slots = []
        index = [:]
    }
}
