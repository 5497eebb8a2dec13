import Chat
import Dataflow
import Files
import Foundation

extension Endpoint {
    /// The endpoint of a declaration, with its key.
    ///
    /// - Throws: ``EndpointKeyError`` if the key is not where the declaration says.
    init(_ declared: EndpointDeclaration) throws {
        self.init(
            url: declared.url, model: declared.model, key: try Self.key(of: declared),
            concurrency: declared.concurrency ?? Self.usualConcurrency,
            requestsPerMinute: declared.requestsPerMinute,
            timeout: .seconds(declared.timeout ?? Self.usualTimeout))
    }

    /// Most calls at a time, if a document does not say.
    static let usualConcurrency = 64
    /// Seconds of a try, if a document does not say.
    private static let usualTimeout = 120.0

    /// Without a word of the document, OpenAI's variable for OpenAI's host alone, and ours for others.
    private static func key(of declared: EndpointDeclaration) throws -> String? {
        let environment = ProcessInfo.processInfo.environment
        let key: String
        switch declared.key {
        case .environment(let name):
            guard let value = environment[name], !value.isEmpty else {
                throw EndpointKeyError(
                    place: "the environment variable \(name)", problem: "is not set",
                    help: "set it to the key of \(declared.url)")
            }
            key = value
        case .file(let path):
            guard let bytes = try? FileReading.content(of: URL(filePath: path)) else {
                throw EndpointKeyError(
                    place: path, problem: "cannot be read", help: "write the key into it")
            }
            key = String(decoding: bytes, as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        case nil:
            let host = URLComponents(string: declared.url)?.host
            let name = host == "api.openai.com" ? "OPENAI_API_KEY" : "SYNTHGEN_API_KEY"
            guard let value = environment[name], !value.isEmpty else { return nil }
            key = value
        }
        guard key.utf8.allSatisfy({ 0x21...0x7e ~= $0 }), !key.isEmpty else {
            throw EndpointKeyError(
                place: "the key of \(declared.url)",
                problem: "has spaces or other characters that no key has",
                help: "check where \"apiKey\" says it is")
        }
        return key
    }
}

/// A key that is not there, or cannot be one; it is never shown.
struct EndpointKeyError: Error, CustomStringConvertible {
    let place: String
    let problem: String
    let help: String

    var description: String { "\(place) \(problem)\n  help: \(help)" }
}
