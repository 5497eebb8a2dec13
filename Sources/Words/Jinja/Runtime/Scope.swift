/// The variables set in one part of a template; a lookup goes on in the parent scope.
final class Scope {
    private let parent: Scope?
    private var slots: [(symbol: Int, value: TemplateValue)] = []

    init(parent: Scope?) { self.parent = parent }

    subscript(symbol: Int) -> TemplateValue? {
        var scope: Scope? = self
        while let current = scope {
            for slot in current.slots where slot.symbol == symbol { return slot.value }
            scope = current.parent
        }
        return nil
    }

    func set(_ symbol: Symbol, to value: TemplateValue) {
        if let index = slots.firstIndex(where: { $0.symbol == symbol.id }) {
            slots[index].value = value
        } else {
            slots.append((symbol.id, value))
        }
    }

    /// Removes all variables, which breaks the cycles between scopes and the macros in them.
    func clear() { slots = [] }
}
