import Foundation
import JSON

/// A pipeline document with all included documents expanded: name, seed, models, stages.
///
/// Reading checks only the form. ``Graph`` checks whether the stages fit together.
public struct PipelineDocument: Sendable {
    /// The document format version that this program reads.
    public static let schemaVersion = 1

    /// The run's name.
    public let name: String
    /// The document's purpose, in a sentence.
    public let description: String
    /// The seed from which all randomness of a run derives.
    public let seed: UInt64
    /// The models that stages may use, with those of included documents; the outer declaration
    /// wins.
    public let models: [ModelDeclaration]
    /// The stages in document order, included ones instead of their `pipeline` stage.
    public let stages: [StageDeclaration]
    /// The `pipeline` stages in document order.
    public let inclusions: [StageDeclaration]
    /// The outermost document, with values in place of its parameters.
    public let source: DocumentSource
    /// Problems of form, in document order.
    public let problems: [Problem]

    /// Reads a document and those that it includes.
    ///
    /// - Parameter given: Values of the command line for parameters and paths of the document.
    /// - Throws: ``InvalidDocument`` if the document itself cannot be read or is not JSON; problems
    ///   of form are gathered in ``problems``.
    public init(path: String, given: [GivenValue] = []) throws(InvalidDocument) {
        var reader = DocumentReader()
        let written = try DocumentSource.read(path)
        let (source, misgiven) = written.resolved(given: given)
        reader.readDocument(source, prefix: "", enclosing: [])
        self.source = source
        name = source.value["name"]?.string ?? source.url.deletingPathExtension().lastPathComponent
        description = source.value["description"]?.string ?? ""
        seed = UInt64(bitPattern: Int64(source.value["seed"]?.integer ?? 0))
        models = reader.models
        stages = reader.resolvedStages()
        inclusions = reader.inclusions
        problems = misgiven + reader.problems
    }
}
