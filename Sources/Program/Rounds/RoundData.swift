public import Dataflow
public import Foundation
import JSON

/// A pipeline that every round runs, with the round's models in its places.
public struct RoundData: Sendable {
    /// Who stands in the place of one of the pipeline's models.
    public enum Place: Sendable, Equatable {
        /// The newest model that was accepted.
        case current
        /// The one accepted before it; the first model in the first round.
        case previous
        /// The model that the first round began with.
        case first
        /// A model by its source.
        case source(String)

        /// The source, of one that is given; nil for the rounds' own models.
        public var source: String? {
            if case .source(let source) = self { source } else { nil }
        }

        init(_ text: String) {
            switch text {
            case "current": self = .current
            case "previous": self = .previous
            case "first": self = .first
            default: self = .source(text)
            }
        }
    }

    /// Its name in steps.
    public let name: String
    /// The pipeline document.
    public let pipeline: URL
    /// How many records are wanted, instead of the document's target.
    public let target: Int?
    /// Who stands in the places of the pipeline's models, by their names.
    public let models: [String: Place]
    /// Values of the pipeline's parameters and paths.
    public let given: [GivenValue]

    /// - Returns: nil if the check has a problem of it.
    init?(name: String, _ value: JSON, _ source: DocumentSource, _ check: inout SettingsCheck) {
        let pointer = "/data/\(name)"
        guard let object = value.object, let pipeline = object["pipeline"]?.string else {
            return nil
        }
        if name.isEmpty || name.contains("/") || name.hasPrefix(".") {
            check.report(
                "rounds.name", at: pointer, "'\(name)' is no name of data: it names a folder",
                help: "take letters, digits and hyphens")
            return nil
        }
        self.name = name
        self.pipeline = source.resolve(pipeline)
        target = object["target"]?.integer
        let models = object["models"]?.object?.pairs.compactMap { name, value in
            value.string.map { (name, Place($0)) }
        }
        self.models = Dictionary(
            models ?? [("generator", .current)], uniquingKeysWith: { $1 })
        given = (object["set"]?.object?.pairs ?? []).compactMap { name, value in
            GivenValue("\(name)=\(value.encodedText)")
        }
    }

    static let settings: [any StageSetting] = [
        Setting.required("pipeline", .file, "The pipeline document."),
        Setting.optional(
            "target", .integer(1...),
            "How many records to accept, instead of the document's target."),
        Setting.optional(
            "models", .named(.text),
            "Who stands in the places of the pipeline's models: \"current\" (the newest accepted "
                + "model), \"previous\" (the one before), \"first\", or a source; {\"generator\": "
                + "\"current\"}, if not given."),
        Setting.optional(
            "set", .named(.any), "Values of the pipeline's parameters and paths, as with --set."),
    ]
}

extension JSON {
    fileprivate var encodedText: String { String(decoding: encoded(), as: UTF8.self) }
}
