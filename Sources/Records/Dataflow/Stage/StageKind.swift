import JSON

/// A kind of stage: its name, its settings, and the function that checks and makes a stage.
public struct StageKind: Sendable {
    /// The value of `"type"` in documents.
    public let name: String
    /// What the stage does, in a sentence.
    public let summary: String
    /// The settings that a document may give, besides `type` and `input`.
    public let settings: [any StageSetting]
    /// Whether other stages feed the stage; false for sources.
    public let takesInput: Bool
    /// Whether the stage has a second input, `"with"`.
    public let takesSideInput: Bool
    /// Whether the stage looks into records, and so may find one that it cannot use; such a stage
    /// has the setting `"onError"`.
    public let looksIntoRecords: Bool
    /// Checks a declaration in full and makes the stage. Returns nil if it reported a problem.
    public let prepare: @Sendable (inout StagePreparation) -> PreparedStage?

    /// Creates a kind.
    public init(
        name: String, summary: String, settings: [any StageSetting], takesInput: Bool = true,
        takesSideInput: Bool = false, looksIntoRecords: Bool = true,
        prepare: @escaping @Sendable (inout StagePreparation) -> PreparedStage?
    ) {
        self.name = name
        self.summary = summary
        self.settings = settings
        self.takesInput = takesInput
        self.takesSideInput = takesSideInput
        self.looksIntoRecords = looksIntoRecords
        self.prepare = prepare
    }

    /// Whether the stage reads a `dataset`, which the command line may replace.
    var reads: Bool { !takesInput && settings.contains { $0.name == "dataset" } }

    /// The setting that every stage has: what it is for, for readers of the document.
    static let description = Setting.optional(
        "description", .text, "What the stage is for, in a sentence; changes nothing that it does.")

    /// ``settings`` with `input` and `with` before them where the kind takes them, `onError` and
    /// `description` after them.
    public var allSettings: [any StageSetting] {
        let names = SettingForm.oneOrMore(.text)
        let input: any StageSetting = Setting.required(
            "input", names, "The stage or stages that feed it.")
        let side: any StageSetting = Setting.required(
            "with", names, "The stage or stages of its second input.")
        let isGiven = settings.contains { $0.name == RecordErrorTreatment.name }
        let onError: [any StageSetting] =
            looksIntoRecords && !isGiven ? [RecordErrorTreatment.setting()] : []
        return (takesInput ? [input] : []) + (takesSideInput ? [side] : []) + settings + onError
            + [Self.description]
    }

    /// Present names of renamed settings, by their former names.
    var presentNames: [String: String] {
        settings.reduce(into: [:]) { names, setting in
            if let formerName = setting.formerName { names[formerName] = setting.name }
        }
    }
}
