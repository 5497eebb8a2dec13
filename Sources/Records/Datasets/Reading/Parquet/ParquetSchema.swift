import JSON

/// A leaf of the schema: one column.
struct ParquetLeaf {
    /// Path in the schema, joined by dots.
    let name: String
    let type: StoredType
    /// Size of a fixed-length value, in bytes.
    let length: Int
    let meaning: ParquetMeaning
    let maxRepetition: Int
    let maxDefinition: Int
}

/// A tree that describes how records are assembled from columns.
indirect enum ParquetNode {
    /// The value of the column at index `leaf`.
    case value(leaf: Int)
    /// A record of named parts, read from the columns `leaves`.
    case record([(name: String, node: ParquetNode)], leaves: Range<Int>)
    /// An optional node: null where the definition level is below `definition`.
    case optional(ParquetNode, definition: Int, leaves: Range<Int>)
    /// A list, empty where the definition level is below `definition`; elements after the first
    /// have repetition level `repetition`.
    case list(ParquetNode, definition: Int, repetition: Int, leaves: Range<Int>)
    /// A map, stored as a list of records of key and value.
    case map(ParquetNode)
}

/// The columns of a Parquet file, and the tree that assembles records from them.
struct ParquetSchema {
    private(set) var leaves: [ParquetLeaf] = []
    private(set) var root = ParquetNode.record([], leaves: 0..<0)
    private let elements: [ParquetFooter.Element]
    private var at = 1

    private static let depthLimit = 64

    init(_ elements: [ParquetFooter.Element]) throws(ParquetFault) {
        self.elements = elements
        guard let first = elements.first else { throw ParquetFault("it has no columns") }
        // A table without columns is written for an empty data frame.
        if elements.count == 1, first.children == 0 { return }
        root = .record(
            try readParts(of: first, path: [], repetition: 0, definition: 0),
            leaves: 0..<leaves.count)
        guard at == elements.count else { throw ParquetFault("its schema has loose ends") }
    }

    private mutating func readParts(
        of element: ParquetFooter.Element, path: [String], repetition: Int, definition: Int
    ) throws(ParquetFault) -> [(name: String, node: ParquetNode)] {
        guard path.count < Self.depthLimit else { throw ParquetFault("its columns nest too deep") }
        guard element.children > 0 else {
            throw ParquetFault("a group without columns", column: path.joined(separator: "."))
        }
        var parts: [(name: String, node: ParquetNode)] = []
        var names: Set<ByteString> = []
        for _ in 0..<element.children {
            guard at < elements.count else { throw ParquetFault("its schema ends too early") }
            // A record has one value of a name: of two columns one would be lost.
            guard names.insert(ByteString(elements[at].name)).inserted else {
                throw ParquetFault(
                    "there are two of that name",
                    column: (path + [elements[at].name]).joined(separator: "."),
                    help: "rename one of them")
            }
            parts.append(
                (elements[at].name, try read(path, repetition: repetition, definition: definition)))
        }
        return parts
    }

    /// Reads the schema element at ``at`` and its descendants, and moves ``at`` past them.
    private mutating func read(
        _ path: [String], repetition: Int, definition: Int
    ) throws(ParquetFault) -> ParquetNode {
        let element = elements[at]
        at += 1
        let first = leaves.count
        let path = path + [element.name]
        // Optional and repeated elements each add a definition level.
        let deeper = element.repetition == 0 ? definition : definition + 1
        let node = try readContent(
            element, path, repetition: repetition + (element.repetition == 2 ? 1 : 0),
            definition: deeper)
        let own = first..<leaves.count
        switch element.repetition {
        case 0: return node
        case 1: return .optional(node, definition: deeper, leaves: own)
        case 2:
            return .list(node, definition: deeper, repetition: repetition + 1, leaves: own)
        default:
            throw ParquetFault(
                "neither required, optional nor repeated", column: path.joined(separator: "."))
        }
    }

    private mutating func readContent(
        _ element: ParquetFooter.Element, _ path: [String], repetition: Int, definition: Int
    ) throws(ParquetFault) -> ParquetNode {
        let first = leaves.count
        guard element.children == 0, let number = element.type else {
            let parts = try readParts(
                of: element, path: path, repetition: repetition, definition: definition)
            return shape(element, parts, leaves: first..<leaves.count)
        }
        let name = path.joined(separator: ".")
        guard let type = StoredType(rawValue: number) else {
            throw ParquetFault("of an unknown type (\(number))", column: name)
        }
        leaves.append(
            ParquetLeaf(
                name: name, type: type, length: element.typeLength,
                meaning: ParquetMeaning(element, type), maxRepetition: repetition,
                maxDefinition: definition))
        return .value(leaf: first)
    }

    /// Recognizes a list or map among groups; Parquet stores both as nested groups.
    private func shape(
        _ element: ParquetFooter.Element, _ parts: [(name: String, node: ParquetNode)],
        leaves: Range<Int>
    ) -> ParquetNode {
        guard parts.count == 1,
            case .list(let inner, let definition, let repetition, _) = parts[0].node
        else { return .record(parts, leaves: leaves) }
        if element.isMap { return .map(parts[0].node) }
        guard element.isList else { return .record(parts, leaves: leaves) }
        // By the format's compatibility rules, the repeated group is then itself the element.
        guard case .record(let fields, _) = inner, fields.count == 1, parts[0].name != "array",
            parts[0].name != element.name + "_tuple"
        else { return parts[0].node }
        return .list(
            fields[0].node, definition: definition, repetition: repetition, leaves: leaves)
    }
}

extension ParquetFooter.Element {
    /// Whether the group is a list, by its logical type or its older converted type.
    fileprivate var isList: Bool { logical?.kind == 3 || converted == 3 }
    /// Whether the group is a map, likewise.
    fileprivate var isMap: Bool { logical?.kind == 2 || converted == 1 || converted == 2 }
}
