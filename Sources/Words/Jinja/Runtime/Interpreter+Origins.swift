import JSON
import PythonStrings

/// Filters and methods know nothing of origins: here the origins of their results are found.
extension Interpreter {
    typealias Operation = (TemplateValue, CallArguments) throws(TemplateError) -> TemplateValue

    /// Filters and methods that hand on the texts they are given, or see to origins themselves.
    private static let handingOn: Set<String> = [
        "attr", "batch", "copy", "d", "default", "dictsort", "first", "get", "groupby", "items",
        "join", "keys", "last", "list", "map", "max", "min", "random", "reject", "rejectattr",
        "select", "selectattr", "slice", "sort", "sum", "unique", "values",
    ]

    /// Runs a filter or method, and gives the texts in its result their origins.
    ///
    /// Unless an operation's origins are known (``parts(_:of:_:_:)``), it is run again to find
    /// them: on each part of its input by itself, then with stand-ins for the texts from outside.
    /// Where neither explains the result, all of it is from outside.
    func tracing(
        _ name: String,
        _ input: TemplateValue,
        _ arguments: CallArguments,
        _ operation: Operation
    ) throws(TemplateError) -> TemplateValue {
        let handsOn =
            Self.handingOn.contains(name) || name == "reverse" && input.tracedText == nil
        guard !handsOn, input.isTraced || arguments.isTraced else {
            return try operation(input, arguments)
        }
        let plain = arguments.mapped { $0.untraced }
        let result = try operation(input.untraced, plain)
        switch result {
        case .string, .markup, .list, .tuple, .dictionary, .object: break
        default: return result
        }
        if let text = input.tracedText,
            let traced = try Self.parts(name, of: text, arguments, result)
        {
            return traced
        }
        guard let text = result.text else { return result.fromOutside }
        let isMarkup = if case .markup = result { true } else { false }
        var traced =
            explained(text, by: input, arguments, operation)
            ?? replayed(text, input, arguments, operation)
        traced?.isMarkup = isMarkup
        return traced?.value ?? result.fromOutside
    }

    /// The origins of a text made from `input`, if the operation treats its parts one by one.
    private func explained(
        _ result: String,
        by input: TemplateValue,
        _ arguments: CallArguments,
        _ operation: Operation
    ) -> TracedText? {
        guard !arguments.isTraced, let text = input.tracedText else { return nil }
        var traced = TracedText()
        for run in text.runs {
            guard let part = try? operation(.string(run.text), arguments).text else { return nil }
            traced.append(part, from: run.origin)
        }
        return traced.string.hasSameBytes(as: result) ? traced : nil
    }

    /// The origins of a text into which texts from outside are put as they are, as by `format`.
    private func replayed(
        _ result: String,
        _ input: TemplateValue,
        _ arguments: CallArguments,
        _ operation: Operation
    ) -> TracedText? {
        var standIns = StandIns(apartFrom: result)
        let standInput = standIns.replace(input)
        let standArguments = arguments.mapped { standIns.replace($0) }
        guard standIns.isComplete,
            let again = try? operation(standInput, standArguments).text
        else { return nil }
        let traced = standIns.restored(again)
        return traced.string.hasSameBytes(as: result) ? traced : nil
    }
}

/// Texts that stand for texts from outside, none of which occurs in a given text.
private struct StandIns {
    private let mark: Unicode.Scalar?
    private var texts: [TracedText] = []
    /// Whether every text from outside has a stand-in.
    private(set) var isComplete = true

    /// Stand-ins made with a private character that `text` does not have.
    init(apartFrom text: String) {
        let used = Set(text.unicodeScalars.filter { $0.value >= 0x10_0000 })
        mark = (0x10_0000...0x10_FFFD).lazy.compactMap { Unicode.Scalar(UInt32($0)) }
            .first { !used.contains($0) }
        isComplete = mark != nil
    }

    mutating func replace(_ value: TemplateValue) -> TemplateValue {
        switch value {
        case .traced(let text):
            guard let mark else { return value }
            texts.append(text)
            return .string("\(mark)\(texts.count - 1)\(mark)")
        case .list(let items) where items.isTraced:
            return .list(Items(items.values.map { replace($0) }, names: items.names))
        case .tuple(let items) where items.isTraced:
            return .tuple(Items(items.values.map { replace($0) }, names: items.names))
        case .dictionary(let mapping) where mapping.isTraced:
            guard !mapping.keys.contains(where: \.isTraced) else {
                isComplete = false
                return value
            }
            return .dictionary(
                Mapping(distinctKeys: mapping.keys, values: mapping.values.map { replace($0) }))
        default:
            if value.isTraced { isComplete = false }
            return value
        }
    }

    /// Returns the text with what the stand-ins stand for in their place.
    func restored(_ text: String) -> TracedText {
        guard let mark else { return TracedText(text) }
        var result = TracedText()
        for (index, part) in text.pythonSplit(String(mark), atMost: .max).enumerated() {
            if index.isMultiple(of: 2) {
                result.append(part)
            } else if let number = Int(part), texts.indices.contains(number) {
                result.append(texts[number])
            }
        }
        return result
    }
}

extension CallArguments {
    /// Whether an argument is or holds a text that is not all the template's own.
    var isTraced: Bool {
        positional.contains(where: \.isTraced) || named.contains { $0.value.isTraced }
    }

    func mapped(_ change: (TemplateValue) -> TemplateValue) -> CallArguments {
        var result = self
        for index in positional.indices { result.positional[index] = change(positional[index]) }
        for index in named.indices { result.named[index].value = change(named[index].value) }
        return result
    }
}

// MARK: - Operations that cut

extension Interpreter {
    /// The result of an operation that cuts its input, as parts of it; nil for other operations.
    private static func parts(
        _ name: String,
        of text: TracedText,
        _ arguments: CallArguments,
        _ result: TemplateValue
    ) throws(TemplateError) -> TemplateValue? {
        switch (name, result) {
        case ("trim", .string(let part)), ("strip", .string(let part)),
            ("trim", .markup(let part)):
            // What was cut off at the start has no character that the part begins with.
            return text.string.byteOffset(of: part).map { text.part(from: $0, part).value }
        case ("lstrip", .string(let part)), ("removeprefix", .string(let part)):
            return text.part(from: text.count - part.utf8.count, part).value
        case ("rstrip", .string(let part)), ("removesuffix", .string(let part)):
            return text.part(from: 0, part).value
        case ("partition", .tuple(let items)), ("rpartition", .tuple(let items)):
            return text.consecutive(items) { _, _ in 0 }.map { .tuple($0) }
        case ("split", .list(let items)), ("rsplit", .list(let items)):
            guard let separator = arguments.first(named: "sep"), !separator.isNone else {
                return text.consecutive(items) { _, start in text.spaces(at: start) }.map {
                    .list($0)
                }
            }
            let length = separator.text?.utf8.count ?? 0
            return text.consecutive(items) { index, _ in index == 0 ? 0 : length }.map { .list($0) }
        case ("splitlines", .list(let items)):
            let keepsEnds = items.values.map { $0.text?.utf8.count ?? 0 }.reduce(0, +) == text.count
            return text.consecutive(items) { index, start in
                index == 0 || keepsEnds ? 0 : text.lineEnd(at: start)
            }.map { .list($0) }
        case ("replace", .string(let whole)), ("replace", .markup(let whole)):
            return text.replacing(arguments, giving: whole)?.value
        default: return nil
        }
    }
}

extension CallArguments {
    /// The first argument, which has also a name.
    fileprivate func first(named name: String) -> TemplateValue? {
        positional.first ?? named.first { $0.name == name }?.value
    }

    fileprivate func argument(_ index: Int, named name: String) -> TemplateValue? {
        positional.indices.contains(index)
            ? positional[index] : named.first { $0.name == name }?.value
    }
}

extension TracedText {
    fileprivate func part(from start: Int, _ part: String) -> TracedText {
        self.part(start..<start + part.utf8.count)
    }

    /// The elements, which follow each other in this text, as parts of it; nil if they do not.
    ///
    /// - Parameter apart: How many bytes lie between a position and the element of an index.
    fileprivate func consecutive(_ items: Items, apart: (Int, Int) -> Int) -> Items? {
        let bytes = Array(string.utf8)
        var start = 0
        var values: [TemplateValue] = []
        for (index, item) in items.values.enumerated() {
            guard let part = item.text else { return nil }
            start += apart(index, start)
            let end = start + part.utf8.count
            guard end <= count, bytes[start..<end].elementsEqual(part.utf8) else { return nil }
            values.append(self.part(start..<end).value)
            start = end
        }
        return Items(values, names: items.names)
    }

    /// The length of the white space at a position.
    fileprivate func spaces(at position: Int) -> Int {
        let rest = string.bytes(position..<count)
        return rest.utf8.count - rest.trimmingPythonSpaceAtStart().utf8.count
    }

    /// The length of the line's end at a position.
    fileprivate func lineEnd(at position: Int) -> Int {
        guard position < count else { return 0 }
        let rest = string.bytes(position..<count)
        if rest.utf8.starts(with: "\r\n".utf8) { return 2 }
        return rest.unicodeScalars.first.map { UTF8.width($0) } ?? 0
    }

    /// This text with `old` replaced, if that gives `whole`.
    fileprivate func replacing(_ arguments: CallArguments, giving whole: String) -> TracedText? {
        guard let old = arguments.argument(0, named: "old")?.text, !old.isEmpty,
            let new = arguments.argument(1, named: "new")?.tracedText
        else { return nil }
        let limit = arguments.argument(2, named: "count")?.wholeNumber ?? -1
        var result = TracedText()
        var start = 0
        let most = limit < 0 ? Int.max : Int(clamping: limit)
        for offset in string.byteOffsets(of: old, atMost: most) {
            result.append(part(start..<offset))
            result.append(new)
            start = offset + old.utf8.count
        }
        result.append(part(start..<count))
        result.isMarkup = isMarkup
        return result.string.hasSameBytes(as: whole) ? result : nil
    }
}
