import ArgumentParser

/// A sort of document that `init` writes.
enum StarterKind: String, CaseIterable, ExpressibleByArgument {
    case preference, sft, dialogue, classify, curate

    /// What the document makes, as a phrase.
    var summary: String {
        switch self {
        case .preference: "questions of a CSV to pairs of a better and a worse answer"
        case .sft: "topics to questions to checked answers"
        case .dialogue: "conversations of several turns between two models"
        case .classify: "a label for every text of a CSV"
        case .curate: "your own rows made clean, without a model"
        }
    }

    /// The files of a new folder.
    ///
    /// - Parameter name: The document's name, as JSON.
    func files(named name: String) -> [StarterFile] {
        switch self {
        case .preference: Starters.preference(name)
        case .sft: Starters.sft(name)
        case .dialogue: Starters.dialogue(name)
        case .classify: Starters.classify(name)
        case .curate: Starters.curate(name)
        }
    }
}

/// A file that `init` writes.
struct StarterFile {
    /// The path in the new folder.
    let path: String
    /// The text.
    let text: String

    /// The name of the document among the files.
    static let document = "pipeline.jsonc"
    /// The name of the schema beside it.
    static let schema = "schema.json"

    init(_ path: String, _ text: String) {
        self.path = path
        self.text = text
    }
}

/// The texts of the files; a file for each kind beside this one.
enum Starters {}
