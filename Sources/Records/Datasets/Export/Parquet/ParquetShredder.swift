import JSON

/// Takes rows apart into the columns of a type.
///
/// Every value may be null. A list is stored in the three levels of parquet-format's
/// `LogicalTypes.md`: an optional group, a repeated group `list`, and an optional `element`.
final class ParquetShredder {
    private indirect enum Node {
        case value(ParquetColumnWriter)
        case group([(name: String, node: Node)])
        /// Elements after a row's first have this repetition level.
        case list(Node, repetition: Int)
    }

    private var parts: [(name: String, node: Node)] = []
    /// The columns, in the order of the schema.
    private(set) var columns: [ParquetColumnWriter] = []

    init(_ parts: [ParquetType.Part]) {
        self.parts = parts.map { part in
            (part.name, node(part.type, path: [part.name], repetition: 0, definition: 1))
        }
    }

    /// - Parameter definition: The level of a value that is there.
    private func node(
        _ type: ParquetType, path: [String], repetition: Int, definition: Int
    ) -> Node {
        switch type {
        case .group(let parts):
            return .group(
                parts.map { part in
                    let node = node(
                        part.type, path: path + [part.name], repetition: repetition,
                        definition: definition + 1)
                    return (part.name, node)
                })
        case .list(let element):
            // One level more for an element, one for an element that is not null.
            let node = node(
                element, path: path + ["list", "element"], repetition: repetition + 1,
                definition: definition + 2)
            return .list(node, repetition: repetition + 1)
        default:
            let column = ParquetColumnWriter(
                path: path, type: type, maxRepetition: repetition, maxDefinition: definition)
            columns.append(column)
            return .value(column)
        }
    }

    /// Adds a row to all columns.
    func append(_ row: JSONObject) throws(DatasetError) {
        for (name, node) in parts { add(row[name], to: node, repetition: 0, definition: 0) }
        for column in columns { try column.endRow() }
    }

    /// - Parameter definition: The level of what surrounds the value.
    private func add(_ value: JSON?, to node: Node, repetition: Int, definition: Int) {
        var value = value
        // Not `.some(nil)`, which would be the JSON value null.
        if value?.isNull == true { value = Optional.none }
        switch node {
        case .value(let column):
            column.append(
                value, repetition: repetition,
                definition: value == nil ? definition : definition + 1)
        case .group(let parts):
            let inner = value == nil ? definition : definition + 1
            for (name, node) in parts {
                guard let value else {
                    leaveOut(node, repetition: repetition, definition: inner)
                    continue
                }
                add(value[name], to: node, repetition: repetition, definition: inner)
            }
        case .list(let element, let level):
            guard let values = value?.array else {
                return leaveOut(element, repetition: repetition, definition: definition)
            }
            guard !values.isEmpty else {
                return leaveOut(element, repetition: repetition, definition: definition + 1)
            }
            for (index, value) in values.enumerated() {
                add(
                    value, to: element, repetition: index == 0 ? repetition : level,
                    definition: definition + 2)
            }
        }
    }

    /// Adds to all columns of a node that there is nothing from some level on.
    private func leaveOut(_ node: Node, repetition: Int, definition: Int) {
        switch node {
        case .value(let column): column.append(nil, repetition: repetition, definition: definition)
        case .group(let parts):
            for (_, node) in parts {
                leaveOut(node, repetition: repetition, definition: definition)
            }
        case .list(let element, _):
            leaveOut(element, repetition: repetition, definition: definition)
        }
    }
}
