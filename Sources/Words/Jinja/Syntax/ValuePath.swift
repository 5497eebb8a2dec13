/// What a template reads of a variable: `reward.helpfulness`, or `turn.role` of every `turn` of
/// `messages`.
public struct ValuePath: Hashable, Sendable {
    /// A step from a value to a part of it.
    public enum Step: Hashable, Sendable {
        /// The member with this name.
        case member(String)
        /// An element, whichever.
        case element
    }

    /// The name of the variable.
    public let variable: String
    /// The steps from its value to what is read.
    public private(set) var steps: [Step] = []

    init(_ variable: String) { self.variable = variable }

    fileprivate mutating func append(_ step: Step) { steps.append(step) }
}

/// Where the value of a term comes from, as far as the template alone tells.
struct ValueOrigin: Sendable {
    private(set) var path: ValuePath
    /// The number of lists that the template has made around the value at the path.
    private var lists = 0

    /// Longer chains are not followed, so that a hostile template costs no quadratic time.
    private static let mostSteps = 16

    init(of variable: String) { path = ValuePath(variable) }

    /// The origin of an element; nil if the chain is too long.
    var element: ValueOrigin? {
        guard lists == 0 else { return with(lists: lists - 1) }
        return appending(.element)
    }

    /// The origin of a list of such values.
    var inList: ValueOrigin { with(lists: lists + 1) }

    /// Returns the origin of a member; nil if the value is a list that the template has made.
    func member(_ name: String) -> ValueOrigin? { lists == 0 ? appending(.member(name)) : nil }

    /// Returns the origin of what a filter's `attribute` names, `b.0.c`.
    func attribute(_ dotted: some StringProtocol) -> ValueOrigin? {
        dotted.split(separator: ".").reduce(self as ValueOrigin?) { origin, part in
            part.allSatisfy(\.isWholeNumber) ? origin?.element : origin?.member(String(part))
        }
    }

    private func with(lists: Int) -> ValueOrigin {
        var origin = self
        origin.lists = lists
        return origin
    }

    private func appending(_ step: ValuePath.Step) -> ValueOrigin? {
        guard path.steps.count < Self.mostSteps else { return nil }
        var origin = self
        origin.path.append(step)
        return origin
    }
}

extension Term {
    /// Returns where the term's value comes from; nil if it is not a variable or a part of one.
    ///
    /// - Parameter origin: The origin of a name.
    func origin(depth: Int = 0, _ named: (Symbol) -> ValueOrigin?) -> ValueOrigin? {
        guard depth < 32 else { return nil }
        func origin(_ term: Term) -> ValueOrigin? { term.origin(depth: depth + 1, named) }
        switch kind {
        case .name(let symbol): return named(symbol)
        case .attribute(let base, let name): return origin(base)?.attribute(name)
        case .item(let base, let key):
            guard case .literal(.string(let name)) = key.kind else { return origin(base)?.element }
            return origin(base)?.member(name)
        case .slice(let base, _, _, _): return origin(base)
        case .list(let items), .tuple(let items):
            return items.count == 1 ? origin(items[0])?.inList : nil
        case .call: return getting.flatMap { origin($0.base)?.member($0.name) }
        case .filter(let base, let name, _):
            switch name {
            case "first", "last", "random": return origin(base)?.element
            case "list", "sort", "reverse", "unique", "select", "reject", "selectattr",
                "rejectattr":
                return origin(base)
            case "map":
                guard let attribute = attributes.first else { return nil }
                return origin(base)?.element?.attribute(attribute)?.inList
            default: return nil
            }
        default: return nil
        }
    }

    /// The object and the name of `base.get('name')`; nil for other terms, and if there is another
    /// value for a missing one.
    var getting: (base: Term, name: String)? {
        guard case .call(let function, let arguments) = kind,
            case .attribute(let base, "get") = function.kind, arguments.all.count == 1,
            case .literal(.string(let name)) = arguments.positional.first?.kind
        else { return nil }
        return (base, name)
    }

    /// The members of each element that a filter reads by its argument `attribute`; none if it has
    /// another value for a missing one, or asks whether it is there.
    var attributes: [String] {
        guard case .filter(_, let filter, let arguments) = kind,
            !arguments.named.contains(where: { $0.name == "default" })
        else { return [] }
        let named = arguments.named.first { $0.name == "attribute" }?.value
        let given: Term?
        switch filter {
        case "map", "min", "max", "sort", "unique", "join": given = named
        case "sum": given = arguments.positional.first ?? named
        case "groupby":
            given = arguments.positional.count > 1 ? nil : arguments.positional.first ?? named
        case "selectattr", "rejectattr":
            let test = arguments.positional.dropFirst().first
            given = test?.asksForPresence == true ? nil : arguments.positional.first
        default: given = nil
        }
        guard case .literal(.string(let text)) = given?.kind else { return [] }
        let isList = ["sort", "unique", "groupby", "min", "max"].contains(filter)
        return isList ? text.split(separator: ",").map(String.init) : [text]
    }

    private var asksForPresence: Bool {
        guard case .literal(.string(let test)) = kind else { return true }
        return ["defined", "undefined", "none"].contains(test)
    }
}
