public import JSON

/// The form of a setting's value in a document and its conversion to and from a Swift value.
public struct SettingForm<Value: Sendable>: Sendable {
    /// The form of the value in a document.
    let type: SettingType
    /// Converts JSON of that form; returns nil for other JSON.
    let read: @Sendable (JSON) -> Value?
    /// Converts a value to its JSON in a document.
    let write: @Sendable (Value) -> JSON

    /// Creates a form; `read` is called only with JSON that `type` accepts.
    init(
        _ type: SettingType, read: @escaping @Sendable (JSON) -> Value?,
        write: @escaping @Sendable (Value) -> JSON
    ) {
        self.type = type
        self.read = { type.accepts($0) ? read($0) : nil }
        self.write = write
    }
}

extension SettingForm where Value == Bool {
    /// True or false.
    public static var bool: SettingForm { SettingForm(.bool, read: \.bool, write: JSON.bool) }
}

extension SettingForm where Value == Int {
    /// A whole number within a range.
    public static func integer(_ range: ClosedRange<Int>) -> SettingForm {
        SettingForm(.integer(range), read: \.integer, write: JSON.integer)
    }

    /// A whole number with a lower bound only.
    public static func integer(_ range: PartialRangeFrom<Int>) -> SettingForm {
        integer(range.lowerBound...Int.max)
    }
}

extension SettingForm where Value == Double {
    /// A number within a range.
    public static func number(_ range: ClosedRange<Double>) -> SettingForm {
        SettingForm(.number(range), read: \.double, write: JSON.double)
    }

    /// A number with a lower bound only.
    public static func number(_ range: PartialRangeFrom<Double>) -> SettingForm {
        number(range.lowerBound...Double.infinity)
    }
}

extension SettingForm where Value == String {
    private static func string(_ type: SettingType) -> SettingForm {
        SettingForm(type, read: \.string, write: JSON.string)
    }

    /// A text.
    public static var text: SettingForm { string(.text) }
    /// The name of a field that a stage makes; one that a dataset could not keep under this name is
    /// a problem of the document.
    public static var newField: SettingForm { string(.newField) }
    /// The path of a file that must exist.
    public static var file: SettingForm { string(.file) }
    /// The path of a file or folder that need not exist yet.
    public static var path: SettingForm { string(.path) }
    /// A name of the document's `models`.
    public static var model: SettingForm { string(.model) }
    /// A Jinja expression over a record's fields.
    public static var expression: SettingForm { string(.expression) }

    /// One of a few words that are not the cases of an enumeration.
    public static func choice(of words: [String]) -> SettingForm { string(.choice(words)) }
}

extension SettingForm where Value == TextSource {
    private static func text(isQuestion: Bool) -> SettingForm {
        SettingForm(.template(isQuestion: isQuestion), read: { TextSource($0) }, write: \.json)
    }

    /// A Jinja template of a question: the path of a file, or the text itself.
    public static var template: SettingForm { text(isQuestion: true) }
    /// A Jinja template of a message, mostly of plain text: the path of a file, or the text itself.
    public static var message: SettingForm { text(isQuestion: false) }
}

extension SettingForm where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One of an enumeration's cases, by its raw value.
    public static func choice(_ cases: Value.Type) -> SettingForm {
        SettingForm(
            .choice(cases.allCases.map(\.rawValue)),
            read: { $0.string.flatMap { Value(rawValue: $0) } },
            write: { .string($0.rawValue) })
    }
}

extension SettingForm where Value == [String] {
    /// The paths of files that must exist, one or a list; names may have `*`, `?` and `[`.
    public static var files: SettingForm {
        SettingForm(
            .files,
            read: { $0.string.map { [$0] } ?? $0.array?.compactMap(\.string) },
            write: { .array($0.map(JSON.string)) })
    }
}

extension SettingForm where Value == JSON {
    /// Any value.
    public static var any: SettingForm { SettingForm(.any, read: { $0 }, write: { $0 }) }
}

extension SettingForm where Value == JSONObject {
    /// An object with any keys and values.
    public static var anyObject: SettingForm {
        SettingForm(.named(.any), read: \.object, write: JSON.object)
    }
}

extension SettingForm where Value == [String: Double] {
    /// An object of numbers by name.
    package static var namedNumbers: SettingForm {
        SettingForm(
            .named(.number(-1e9...1e9)),
            read: { value in
                value.object.map { object in
                    Dictionary(
                        uniqueKeysWithValues: object.pairs.compactMap { name, number in
                            number.double.map { (name, $0) }
                        })
                }
            },
            write: {
                .object(
                    JSONObject($0.sorted { $0.key < $1.key }.map { ($0.key, .double($0.value)) }))
            })
    }
}

extension SettingForm where Value == SettingValues {
    /// An object with settings of its own.
    public static func object(_ settings: [any StageSetting]) -> SettingForm {
        SettingForm(
            .object(settings), read: { $0.object.map { SettingValues($0) } },
            write: { .object($0.json) })
    }
}

extension SettingForm {
    /// A list of values of one form.
    public static func list<Element>(_ element: SettingForm<Element>) -> SettingForm
    where Value == [Element] {
        SettingForm(
            .list(element.type), read: { $0.array?.compactMap(element.read) },
            write: { .array($0.map(element.write)) })
    }

    /// One value, or a list of values, of one form.
    public static func oneOrMore<Element>(_ element: SettingForm<Element>) -> SettingForm
    where Value == [Element] {
        SettingForm(
            .either([element.type, .list(element.type)]),
            read: { element.read($0).map { [$0] } ?? $0.array?.compactMap(element.read) },
            write: { $0.count == 1 ? element.write($0[0]) : .array($0.map(element.write)) })
    }

    /// Named values of one form, in the document's order.
    public static func named<Element>(_ element: SettingForm<Element>) -> SettingForm
    where Value == [(name: String, value: Element)] {
        SettingForm(
            .named(element.type),
            read: { value in
                value.object?.pairs.compactMap { name, value in
                    element.read(value).map { (name: name, value: $0) }
                }
            },
            write: { .object(JSONObject($0.map { ($0.name, element.write($0.value)) })) })
    }

    /// A value of one form or of another.
    public static func either<First, Second>(
        _ first: SettingForm<First>, _ second: SettingForm<Second>
    ) -> SettingForm where Value == EitherSetting<First, Second> {
        SettingForm(
            .either([first.type, second.type]),
            read: { value in
                first.read(value).map { .first($0) } ?? second.read(value).map { .second($0) }
            },
            write: { value in
                switch value {
                case .first(let value): first.write(value)
                case .second(let value): second.write(value)
                }
            })
    }
}

/// The value of a setting that has one of two forms.
public enum EitherSetting<First: Sendable, Second: Sendable>: Sendable {
    /// A value of the first form.
    case first(First)
    /// A value of the second form that does not have the first.
    case second(Second)

    /// The value if it has the first form.
    public var first: First? {
        if case .first(let value) = self { value } else { nil }
    }

    /// The value if it has the second form.
    public var second: Second? {
        if case .second(let value) = self { value } else { nil }
    }
}
