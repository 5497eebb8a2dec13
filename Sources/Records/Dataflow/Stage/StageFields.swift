/// What a stage kind needs of its records and sets on them, for the reference.
public struct StageFields: Sendable {
    /// A field of a record.
    public struct Field: Sendable {
        /// The name, with `<into>` for the name that the setting `into` gives; empty for fields that
        /// only the summary describes.
        public let name: String
        /// What it holds or is for, as a phrase.
        public let summary: String

        /// Creates a field.
        public init(_ name: String, _ summary: String) {
            self.name = name
            self.summary = summary
        }

        /// Returns the field's name where the settings of its kind have their defaults; nil if a
        /// setting in the name has none, or if there is no name.
        public func standardName(in kind: StageKind) -> String? {
            guard !name.isEmpty else { return nil }
            var result = name
            while let match = result.firstMatch(of: /<(\w+)>/) {
                let setting = kind.settings.named(String(match.output.1))
                guard let value = setting?.defaultValue?.string else { return nil }
                result.replaceSubrange(match.range, with: value)
            }
            return result
        }
    }

    /// The fields that the stage looks for.
    public let needs: [Field]
    /// The fields that it sets.
    public let sets: [Field]

    /// Creates the fields of a kind.
    public init(needs: [Field] = [], sets: [Field] = []) {
        self.needs = needs
        self.sets = sets
    }
}
