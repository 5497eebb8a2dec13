import Foundation
import JSON

/// A pipeline document with every included document laid open: names, seed, models, stages.
///
/// Reading it checks only its form. Whether the stages fit together is ``Graph``'s to say.
public struct PipelineDocument: Sendable {
    /// The version of the format that this program reads.
    public static let schemaVersion = 1

    /// The run's name.
    public let name: String
    /// What it is for, in a sentence.
    public let description: String
    /// The seed from which all randomness of a run derives.
    public let seed: UInt64
    /// The models that stages may use; of included documents too, the outer's word first.
    public let models: [ModelDeclaration]
    /// The stages in document order, included ones instead of their `pipeline` stage.
    public let stages: [StageDeclaration]
    /// The outermost document.
    public let source: DocumentSource
    /// What was wrong with its form, in document order.
    public let problems: [Problem]

    /// Reads a document and those that it includes.
    /// - Throws: ``InvalidDocument`` if the document itself cannot be read or is not JSON; problems
    ///   of form are gathered in ``problems``.
    public init(path: String) throws(InvalidDocument) {
        var reader = DocumentReader()
        let source: DocumentSource
        do throws(Problem) { source = try DocumentSource(path: path) } catch {
            throw InvalidDocument([error])
        }
        reader.readDocument(source, prefix: "", enclosing: [])
        self.source = source
        name = source.value["name"]?.string ?? source.url.deletingPathExtension().lastPathComponent
        description = source.value["description"]?.string ?? ""
        seed = UInt64(bitPattern: Int64(source.value["seed"]?.integer ?? 0))
        models = reader.models
        stages = reader.resolvedStages()
        problems = reader.problems
    }
}
