/// All of a document's problems, in document order.
public struct InvalidDocument: Error, Sendable, CustomStringConvertible {
    /// The problems; never empty.
    public let problems: [Problem]
    /// Models that the document's stages name. Whether they are there is not looked at here.
    public let models: [ModelDeclaration]

    /// Creates an error from problems in document order.
    public init(_ problems: [Problem], models: [ModelDeclaration] = []) {
        self.problems = problems
        self.models = models
    }

    /// The text to print: all problems, each after the first preceded by "error: ".
    public var description: String {
        problems.map(\.description).joined(separator: "\nerror: ")
    }
}

extension [Problem] {
    /// The problems by file, `document` first and others in the order of first mention, then by
    /// line; a problem that recurs in several rounds of a stage appears once.
    package func inOrder(of document: String) -> [Problem] {
        var told: Set<String> = []
        let problems = filter { told.insert($0.inAnyRound).inserted }
        var files: [String] = []
        for file in [document] + problems.map(\.file) where !files.contains(file) {
            files.append(file)
        }
        return problems.enumerated().sorted { left, right in
            let a = files.firstIndex(of: left.element.file) ?? 0
            let b = files.firstIndex(of: right.element.file) ?? 0
            return (a, left.element.line ?? 0, left.offset) < (
                b, right.element.line ?? 0, right.offset
            )
        }.map(\.element)
    }
}

extension DocumentSource {
    /// Reads a document for a command that reports problems of documents.
    package static func read(_ path: String) throws(InvalidDocument) -> DocumentSource {
        do throws(Problem) { return try DocumentSource(path: path) } catch {
            throw InvalidDocument([error])
        }
    }
}
