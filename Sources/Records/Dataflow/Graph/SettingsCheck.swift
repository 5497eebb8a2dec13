package import JSON

/// Checks the objects of a document that is no pipeline against their settings, in the same words.
package struct SettingsCheck {
    /// The document.
    package let source: DocumentSource
    /// Problems found, in the order of the calls.
    package private(set) var problems: [Problem] = []

    package init(_ source: DocumentSource) { self.source = source }

    /// Checks an object, and returns its values; to be read only if there was no problem.
    ///
    /// - Parameters:
    ///   - kind: The object's settings.
    ///   - pointer: Where the object is, such as `/steps/0`.
    ///   - subject: What messages call it, such as "step 1 (sft)".
    ///   - form: What messages call its form, such as "A step of type \"sft\"".
    ///   - isGiven: Whether paths start in the current folder, not in the document's.
    package mutating func values(
        of object: JSONObject, as kind: StageKind, at pointer: String, subject: String,
        form: String, isGiven: Bool = false
    ) -> SettingValues {
        var declaration = StageDeclaration(
            name: subject, type: kind.name, inputs: [], values: object, source: source,
            pointer: pointer)
        declaration.wording = .init(subject: subject, form: form)
        if isGiven { declaration.givenKeys = Set(object.keys) }
        var checker = KeyChecker(declaration: declaration, models: [])
        checker.check(against: kind)
        problems += checker.problems
        return SettingValues(object)
    }

    /// Adds a problem at the line of a value.
    package mutating func report(
        _ code: String, at pointer: String, _ message: String, details: [String] = [],
        help: String? = nil
    ) {
        problems.append(
            Problem(
                code: code, file: source.path, line: source.line(of: pointer), message: message,
                details: details, help: help))
    }

    /// The JSON Schema of an object with a kind's settings, and with its `type` if it has one.
    package static func schema(of kind: StageKind, hasType: Bool) -> JSON {
        var schema = kind.allSettings.schema(type: hasType ? kind.name : nil)
        schema["description"] = .string(kind.summary)
        return .object(schema)
    }
}
