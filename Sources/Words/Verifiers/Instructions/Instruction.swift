public import JSON

/// A verifiable instruction with its arguments: an entry of a record's field `instructions`.
public struct Instruction: Sendable {
    /// Which of IFEval's 25 instructions it is.
    public let kind: InstructionKind
    /// The arguments, by their names in IFEval.
    public let arguments: JSONObject
    private let checker: any VerifiableInstruction

    /// Creates an instruction from its kind and arguments.
    ///
    /// - Throws: ``VerifierError`` if an argument is missing or has the wrong type.
    public init(
        _ kind: InstructionKind, arguments: JSONObject = JSONObject()
    ) throws(VerifierError) {
        self.kind = kind
        self.arguments = arguments
        checker = try kind.type.init(
            InstructionArguments(instruction: kind.rawValue, values: arguments))
    }

    /// Reads `{"id": …, "kwargs": …}`; the arguments may be an object or its JSON text.
    /// - Throws: ``VerifierError`` if the JSON is no known instruction with valid arguments.
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

    /// The entry of a record's list, with the arguments as JSON text: all entries have one type.
    public var json: JSON {
        [
            "id": .string(kind.rawValue),
            "kwargs": .string(String(decoding: JSON.object(arguments).encoded(), as: UTF8.self)),
        ]
    }

    /// Several wordings of the instruction; each states everything that the check requires.
    public var wordings: [String] { checker.wordings }

    /// Whether a response follows the instruction; a blank response never does.
    public func isFollowed(by response: String, reading: Reading = .strict) -> Bool {
        isFollowed(by: ResponseVariants(response), reading: reading)
    }

    /// Whether a response follows the instruction, given its variants.
    func isFollowed(by response: ResponseVariants, reading: Reading) -> Bool {
        let texts = reading == .strict ? [response.whole] : response.all
        return texts.contains { !$0.isBlank && checker.isFollowed(by: $0) }
    }

    /// How strictly responses are read.
    public enum Reading: String, CaseIterable, Sendable {
        /// Unchanged.
        case strict
        /// Also without the first line, the last line or both, and without asterisks; one variant
        /// that follows is enough.
        case loose
    }
}

/// A response with the variants that a loose reading tries.
struct ResponseVariants {
    let whole: CodePoints
    /// The eight variants without duplicates, the whole response first.
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
