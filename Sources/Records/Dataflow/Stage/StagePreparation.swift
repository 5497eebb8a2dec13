public import Foundation
public import JSON

/// The names of the fields that records have at some point of the graph.
public struct FieldSet: Sendable, Equatable {
    /// The names known.
    public var names: Set<String>
    /// Whether there may be others, because what makes them could not be looked into.
    public var isOpen: Bool

    /// Known names.
    public init(_ names: Set<String>, isOpen: Bool = false) {
        self.names = names
        self.isOpen = isOpen
    }

    /// Whether a record may have the field.
    public func mayContain(_ name: String) -> Bool { isOpen || names.contains(name) }

    /// These fields and more.
    public func adding(_ more: some Sequence<String>) -> FieldSet {
        FieldSet(names.union(more), isOpen: isOpen)
    }
}

/// A stage that has been checked and made.
public struct PreparedStage: Sendable {
    /// What it does.
    public let work: StageWork
    /// The fields of the records that leave it.
    public let fields: FieldSet
    /// What else decides its output besides the declaration: the texts of its templates.
    public let ingredients: [String]
    /// The names of the models it calls.
    public let models: [String]
    /// The names of its parts, each an output of its own; none if it has one output.
    public let parts: [String]
    /// What must hold before the run begins; nil for nothing.
    public let requirement: (any StageRequirement)?

    /// A stage made.
    public init(
        work: StageWork, fields: FieldSet, ingredients: [String] = [], models: [String] = [],
        parts: [String] = [], requirement: (any StageRequirement)? = nil
    ) {
        self.work = work
        self.fields = fields
        self.ingredients = ingredients
        self.models = models
        self.parts = parts
        self.requirement = requirement
    }
}

/// What comes in by one of a stage's inputs.
public struct IncomingRecords: Sendable {
    /// The fields that they may have.
    public let fields: FieldSet
    /// The names of the stages that their source records come from: sources, and stages that gather.
    public let sources: Set<String>
}

/// What a kind looks at while it checks a declaration, and where it reports what it finds.
public struct StagePreparation: Sendable {
    /// The declaration.
    public let declaration: StageDeclaration
    /// Its values with defaults filled in.
    public let values: JSONObject
    /// The records that come in.
    public let input: IncomingRecords
    /// The records that come in by `"with"`.
    public let side: IncomingRecords
    /// What the command line says instead of the document.
    public let overrides: RunOverrides
    private(set) var problems: [Problem] = []

    /// Whether nothing has been reported.
    public var isSound: Bool { problems.isEmpty }

    init(
        declaration: StageDeclaration, values: JSONObject, input: IncomingRecords,
        side: IncomingRecords, overrides: RunOverrides
    ) {
        self.declaration = declaration
        self.values = values
        self.input = input
        self.side = side
        self.overrides = overrides
    }

    /// The fields of the records that come in by `"input"`.
    public var fields: FieldSet { input.fields }

    /// Reports a problem at the line of `key`.
    public mutating func report(
        _ code: String, key: String? = nil, _ message: String, details: [String] = [],
        help: String? = nil
    ) {
        problems.append(
            declaration.problem(code, key: key, message, details: details, help: help))
    }

    /// The absolute location that the path in `key` names.
    public func url(_ key: String) -> URL? {
        values[key]?.string.map { declaration.resolve($0, in: key) }
    }

    /// The absolute locations that the path or the list of paths in `key` names, patterns as they are.
    public func urls(_ key: String) -> [URL] {
        let paths = values[key]?.string.map { [$0] } ?? values[key]?.array?.compactMap(\.string)
        return (paths ?? []).map { declaration.resolve($0, in: key) }
    }

    /// Reports every name in `used` that no earlier stage makes, among `fields` if given and else
    /// among those that come in by `"input"`.
    public mutating func require(
        _ used: some Sequence<String>, for key: String, among fields: FieldSet? = nil
    ) {
        let fields = fields ?? input.fields
        for name in used.sorted() where !fields.mayContain(name) {
            let near = nearestName(to: name, in: fields.names)
            report(
                "fields.unknown", key: key, "\"\(key)\" uses the field '\(name)'",
                details: [
                    "No earlier stage makes it. Fields here: "
                        + fields.names.sorted().joined(separator: ", ") + "."
                ],
                help: near.map { "did you mean '\($0)'?" }
                    ?? "make it in an earlier stage, for example with \"into\": \"\(name)\"")
        }
    }
}

/// What the command line says instead of the document.
public struct RunOverrides: Sendable {
    /// How many accepted records to make.
    public var target: Int?
    /// The folder to write to.
    public var output: URL?
    /// The seed.
    public var seed: UInt64?
    /// Model names to sources.
    public var models: [String: String]
    /// Stages that read, by full name, to the files that they shall read.
    public var datasets: [String: [String]]

    /// What to say instead; nothing by default.
    public init(
        target: Int? = nil, output: URL? = nil, seed: UInt64? = nil,
        models: [String: String] = [:], datasets: [String: [String]] = [:]
    ) {
        self.target = target
        self.output = output
        self.seed = seed
        self.models = models
        self.datasets = datasets
    }
}
