import JSON

/// A running mean.
public struct Mean: Equatable, Sendable {
    /// Number of values added.
    public private(set) var count = 0
    private var sum = 0.0

    /// The mean; 0 if no value was added.
    public var value: Double { count == 0 ? 0 : sum / Double(count) }

    mutating func add(_ number: Double) {
        count += 1
        sum += number
    }
}

/// Means by name, in the order in which the names were first added.
public struct NamedMeans: Equatable, Sendable {
    /// The names and their means.
    public private(set) var pairs: [(name: String, mean: Mean)] = []

    /// The mean of a name.
    public subscript(name: String) -> Mean? { pairs.first { $0.name == name }?.mean }

    mutating func add(_ name: String, _ number: Double) {
        if let index = pairs.firstIndex(where: { $0.name == name }) {
            pairs[index].mean.add(number)
        } else {
            var mean = Mean()
            mean.add(number)
            pairs.append((name, mean))
        }
    }

    /// Whether names, counts and means are the same.
    public static func == (left: NamedMeans, right: NamedMeans) -> Bool {
        left.pairs.elementsEqual(right.pairs) { $0.name == $1.name && $0.mean == $1.mean }
    }
}

/// Mean reward attributes of answers, grouped by the value of a record field.
///
/// Shows, for example, whether answers to real prompts are less helpful than to synthetic ones.
public struct AttributesByField: Equatable, Sendable {
    /// The records with one value of the field.
    public struct Group: Equatable, Sendable {
        /// Number of records.
        public internal(set) var records = 0
        /// Mean attributes by answer: `response`, or `chosen` and `rejected`.
        public internal(set) var answers: [String: NamedMeans] = [:]
    }

    /// Name of the field.
    public let field: String
    /// Groups by the field's value; records whose answers have no attributes are left out.
    public private(set) var groups: [String: Group] = [:]

    /// Most groups; records with further values of the field are counted under ``rest``.
    private static let groupLimit = 200
    private static let rest = "(others)"
    /// The attributes of HelpSteer2 in their usual order, by which tables are sorted.
    public static let knownNames = [
        "helpfulness", "correctness", "coherence", "complexity", "verbosity",
    ]

    init(field: String) { self.field = field }

    /// The groups, sorted by value.
    public var sortedGroups: [(value: String, group: Group)] {
        groups.map { (value: $0.key, group: $0.value) }.sorted { $0.value < $1.value }
    }

    /// Names of all attributes found: the reward head's five first, others sorted by name.
    public var attributeNames: [String] {
        let found = groups.values.reduce(into: Set<String>()) { names, group in
            for means in group.answers.values { names.formUnion(means.pairs.map(\.name)) }
        }
        return Self.knownNames.filter(found.contains) + found.subtracting(Self.knownNames).sorted()
    }

    mutating func add(_ record: JSONObject) {
        guard let value = record[field], value != "", value != .null else { return }
        let answers = Self.answers(of: record)
        guard !answers.isEmpty else { return }
        let name = value.string ?? value.text
        let key = groups[name] == nil && groups.count >= Self.groupLimit ? Self.rest : name
        groups[key, default: Group()].records += 1
        for (part, attributes) in answers {
            for (name, number) in attributes {
                groups[key]?.answers[part, default: NamedMeans()].add(name, number)
            }
        }
    }

    /// Returns the attributes of a record's answers: `chosen`, `rejected` and `response`.
    ///
    /// The attributes of `response` are in `reward`, set by `score`, or are labels in the record.
    private static func answers(
        of record: JSONObject
    ) -> [(part: String, attributes: [(String, Double)])] {
        let parts = [
            ("chosen", record["chosen_attributes"]?.object),
            ("rejected", record["rejected_attributes"]?.object),
            ("response", record["reward"]?.object ?? labels(of: record)),
        ]
        return parts.compactMap { part, object in
            let attributes = object?.pairs.compactMap { name, value in
                value.double.map { (name, $0) }
            }
            guard let attributes, !attributes.isEmpty else { return nil }
            return (part, attributes)
        }
    }

    private static func labels(of record: JSONObject) -> JSONObject? {
        let labels = knownNames.compactMap { name in record[name].map { (name, $0) } }
        return labels.count == knownNames.count ? JSONObject(labels) : nil
    }
}
