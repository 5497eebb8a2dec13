import Formatting
import JSON

/// Puts a value of the command line at a path of a document.
///
/// The path is the keys joined by dots: `stages.answers.sampling.maxTokens`, an index in a list.
/// Keys that have dots themselves are found too. Stages and models must be there; below them,
/// keys that are missing are made, and the check of the stage judges them. `null` removes a key.
struct DocumentEditor {
    private let given: GivenValue
    private let source: DocumentSource

    init(_ given: GivenValue, in source: DocumentSource) {
        self.given = given
        self.source = source
    }

    /// Returns the document with the value.
    /// - Throws: ``Problem`` if the path leads nowhere.
    func edited() throws(Problem) -> JSON {
        let keys = given.path.split(separator: ".", omittingEmptySubsequences: false)
        guard keys.count <= JSON.depthLimit else {
            throw problem(
                at: "", "the path has more than \(JSON.depthLimit) keys", help: "shorten it")
        }
        return try edit(source.value, keys[...], at: "")
    }

    private func edit(
        _ value: JSON, _ keys: ArraySlice<Substring>, at pointer: String
    ) throws(Problem) -> JSON {
        guard let first = keys.first else { return given.value }
        switch value {
        case .object(let object): return .object(try edit(object, keys, at: pointer))
        case .array(var elements):
            guard let index = Int(first), elements.indices.contains(index) else {
                throw problem(
                    at: pointer, "'\(first)' is no index of a list of \(elements.count)",
                    help: elements.isEmpty ? nil : "choose one of 0 to \(elements.count - 1)")
            }
            elements[index] = try edit(elements[index], keys.dropFirst(), at: "\(pointer)/\(index)")
            return .array(elements)
        default:
            throw problem(
                at: pointer, "\(value.kind) is there, which has no '\(first)'",
                help: "shorten the path")
        }
    }

    private func edit(
        _ object: JSONObject, _ keys: ArraySlice<Substring>, at pointer: String
    ) throws(Problem) -> JSONObject {
        var object = object
        let (key, rest) = split(keys, by: object)
        if object[key] == nil { try checkNew(key, in: object, at: pointer) }
        if rest.isEmpty, given.value.isNull {
            object[key] = nil
        } else {
            object[key] = try edit(object[key] ?? [:], rest, at: "\(pointer)/\(key)")
        }
        return object
    }

    /// Splits off the longest key that the object has, else the first.
    private func split(
        _ keys: ArraySlice<Substring>, by object: JSONObject
    ) -> (key: String, rest: ArraySlice<Substring>) {
        for count in (1...keys.count).reversed() {
            let key = keys.prefix(count).joined(separator: ".")
            if object[key] != nil { return (key, keys.dropFirst(count)) }
        }
        return (keys.first.map(String.init) ?? "", keys.dropFirst())
    }

    /// Checks that a key which an object does not have may be added to it.
    private func checkNew(
        _ key: String, in object: JSONObject, at pointer: String
    ) throws(Problem) {
        switch pointer {
        case "":
            guard !DocumentReader.keys.contains(key) else { return }
            let parameters = source.value[Parameters.key]?.object?.keys ?? []
            throw problem(
                at: parameters.isEmpty ? "" : "/\(Parameters.key)",
                "the document has no parameter and no key '\(key)'",
                help: suggestion(
                    for: key, among: parameters + DocumentReader.keys.filter { $0 != "$schema" }))
        case "/stages":
            throw problem(
                at: pointer, "no stage named '\(key)'",
                help: key.contains("/")
                    ? "a stage of an included document cannot be set; give that document a "
                        + "parameter, and its value under \"parameters\" of the pipeline stage"
                    : suggestion(for: key, among: object.keys))
        case "/models":
            throw problem(
                at: pointer, "no model named '\(key)'",
                help: suggestion(for: key, among: object.keys)
            )
        default:
            guard key.isEmpty else { return }
            throw problem(at: pointer, "the path has an empty key", help: "write STAGE.KEY")
        }
    }

    private func problem(at pointer: String, _ message: String, help: String?) -> Problem {
        given.problem("document.unknownPath", in: source, at: pointer, message, help: help)
    }
}
