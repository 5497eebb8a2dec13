public import JSON

/// A setting without its Swift type, as the document check and the JSON Schema use it.
public protocol StageSetting: Sendable {
    /// The key in a document.
    var name: String { get }
    /// The form of the value in a document.
    var type: SettingType { get }
    /// Whether a document must give the setting.
    var isRequired: Bool { get }
    /// The default value; nil if there is none.
    var defaultValue: JSON? { get }
    /// What the setting is for, in a sentence.
    var summary: String { get }
    /// The key before the setting was renamed; documents may still use it.
    var formerName: String? { get }
}

/// A setting of a stage kind: its key, its type, its default and its help, said once.
///
/// ```swift
/// static let margin = Setting(
///     "margin", .number(0...100), default: 0.5, "How much more the chosen answer must be worth.")
/// static let minChosen = Setting.optional("minChosen", .number(0...100), "The least worth.")
///
/// let margin = preparation[Self.margin]        // Double
/// let minChosen = preparation[Self.minChosen]  // Double?
/// ```
///
/// The kind lists the same values, so the check of documents, their JSON Schema and the code that
/// reads a declaration cannot disagree.
public struct Setting<Value: Sendable>: StageSetting {
    /// The key in a document.
    public let name: String
    /// The type, for checks and JSON Schema.
    public let type: SettingType
    /// Whether a document must give a value.
    public let isRequired: Bool
    /// The default as JSON; nil if there is none.
    public let defaultValue: JSON?
    /// One sentence of help.
    public let summary: String
    /// The key before the setting was renamed; still accepted.
    public let formerName: String?
    /// The value that a document gives; nil if it is not of the setting's type.
    let read: @Sendable (JSON) -> Value?
    /// The value where a document gives none; nil if it must give one.
    let absent: Value?

    /// Creates a setting with a default.
    ///
    /// - Parameter formerly: The key before the setting was renamed. A document with the old key
    ///   stays valid, with a warning.
    public init(
        _ name: String, _ form: SettingForm<Value>, default value: Value, _ summary: String,
        formerly: String? = nil
    ) {
        self.name = name
        type = form.type
        isRequired = false
        defaultValue = form.write(value)
        self.summary = summary
        formerName = formerly
        read = form.read
        absent = value
    }

    private init(
        _ name: String, type: SettingType, isRequired: Bool, _ summary: String, formerly: String?,
        absent: Value?, read: @escaping @Sendable (JSON) -> Value?
    ) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        defaultValue = nil
        self.summary = summary
        formerName = formerly
        self.read = read
        self.absent = absent
    }

    /// Creates a setting that every document must give.
    public static func required(
        _ name: String, _ form: SettingForm<Value>, _ summary: String, formerly: String? = nil
    ) -> Setting {
        Setting(
            name, type: form.type, isRequired: true, summary, formerly: formerly, absent: nil,
            read: form.read)
    }

    /// Creates a setting without a default: nil where a document does not give it.
    public static func optional<Given>(
        _ name: String, _ form: SettingForm<Given>, _ summary: String, formerly: String? = nil
    ) -> Setting where Value == Given? {
        Setting(
            name, type: form.type, isRequired: false, summary, formerly: formerly,
            absent: .some(nil)
        ) { value in
            form.read(value).map { .some($0) }
        }
    }
}
