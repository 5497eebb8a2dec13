public import JSON

/// An instruction with its arguments: what a record's field `instructions` lists.
public struct Instruction: Sendable {
    /// Which of the 25 it is.
    public let kind: InstructionKind
    /// Its arguments, under the names that IFEval gives them.
    public let arguments: JSONObject
    private let checker: any VerifiableInstruction

    /// - Throws: ``VerifierError`` if an argument is missing or of another kind.
    public init(
        _ kind: InstructionKind, arguments: JSONObject = JSONObject()
    ) throws(VerifierError) {
        self.kind = kind
        self.arguments = arguments
        checker = try kind.type.init(
            InstructionArguments(instruction: kind.rawValue, values: arguments))
    }

    /// Reads `{"id": …, "kwargs": …}`; the arguments may be an object or its JSON text.
    /// - Throws: ``VerifierError`` if it is not that.
    public init(_ json: JSON) throws(VerifierError) {
        guard let id = json["id"]?.string else {
            throw .noInstruction(found: json.kind)
        }
        guard let kind = InstructionKind(rawValue: id) else { throw .unknownInstruction(id) }
        switch json["kwargs"] {
        case .object(let arguments): try self.init(kind, arguments: arguments)
        case .string(let text):
            guard let arguments = (try? JSON(parsing: Array(text.utf8)))?.object else {
                throw .badArgument(
                    instruction: id, name: "kwargs", expected: "an object as JSON text",
                    found: "another text")
            }
            try self.init(kind, arguments: arguments)
        case nil, .null: try self.init(kind)
        default:
            throw .badArgument(
                instruction: id, name: "kwargs", expected: "an object as JSON text",
                found: json["kwargs"]?.kind ?? "nothing")
        }
    }

    /// The entry of a record's list; the arguments are a text, so that all entries have one type.
    public var json: JSON {
        [
            "id": .string(kind.rawValue),
            "kwargs": .string(String(decoding: JSON.object(arguments).encoded(), as: UTF8.self)),
        ]
    }

    /// Several ways to ask for it; each says all that the check demands.
    public var wordings: [String] { checker.wordings }

    /// Whether a response follows the instruction. A blank one never does.
    public func isFollowed(by response: String, reading: Reading = .strict) -> Bool {
        isFollowed(by: ResponseVariants(response), reading: reading)
    }

    /// Whether a response follows the instruction, with its variants already made.
    func isFollowed(by response: ResponseVariants, reading: Reading) -> Bool {
        let texts = reading == .strict ? [response.whole] : response.all
        return texts.contains { !$0.isBlank && checker.isFollowed(by: $0) }
    }

    /// How strictly responses are read.
    public enum Reading: String, CaseIterable, Sendable {
        /// As they are.
        case strict
        /// Also without the first line, the last, or both, and without asterisks.
        case loose
    }
}

/// A response, and the variants of it that a loose reading tries.
struct ResponseVariants {
    let whole: CodePoints
    /// The eight variants, equal ones once.
    let all: [CodePoints]

    init(_ response: String) {
        whole = CodePoints(response)
        let lines = whole.lines
        func joined(_ lines: ArraySlice<CodePoints>) -> CodePoints {
            CodePoints(lines.joined(separator: ["\n"])).trimmed()
        }
        let cut = [
            whole, joined(lines.dropFirst()), joined(lines.dropLast()),
            joined(lines.dropFirst().dropLast()),
        ]
        var all: [CodePoints] = []
        for variant in cut + cut.map({ $0.filter { $0 != "*" } }) where !all.contains(variant) {
            all.append(variant)
        }
        self.all = all
    }
}
