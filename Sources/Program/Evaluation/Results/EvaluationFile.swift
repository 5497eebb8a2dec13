import Files
public import Foundation
public import JSON

/// A file of results: of any number of evaluations and models.
public struct EvaluationFile: Sendable, Equatable {
    /// The version of the file's form.
    static let schemaVersion = 1

    /// The results, evaluation by evaluation, in each the models in their order.
    public var results: [EvaluationResult]

    /// A file of these results.
    public init(results: [EvaluationResult]) { self.results = results }

    /// The file's content.
    public var json: JSON {
        [
            "schema_version": .integer(Self.schemaVersion),
            "results": .array(results.map(\.json)),
        ]
    }

    /// Reads a file.
    /// - Throws: ``EvaluationError/unreadableResults(path:problem:)``.
    public init(url: URL, as path: String) throws(EvaluationError) {
        func refuse(_ problem: String) -> EvaluationError {
            .unreadableResults(path: path, problem: problem)
        }
        let bytes: [UInt8]
        do throws(FileFailure) { bytes = try FileReading.content(of: url) } catch {
            throw refuse("it cannot be read: \(error.reason)")
        }
        let json: JSON
        do throws(JSONError) { json = try JSON(parsing: bytes) } catch {
            throw refuse("it is not JSON (line \(error.line): \(error.problem))")
        }
        guard json["schema_version"]?.integer == Self.schemaVersion else {
            throw refuse("\"schema_version\" is not \(Self.schemaVersion)")
        }
        let listed = json["results"]?.array ?? []
        results = listed.compactMap(EvaluationResult.init)
        guard !results.isEmpty, results.count == listed.count else {
            throw refuse("\"results\" is not a list of results")
        }
    }
}
