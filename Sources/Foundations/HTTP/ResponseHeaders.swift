/// The headers of a download's responses: of redirects, then of the file.
///
/// Used by one thread.
package final class ResponseHeaders {
    private var values: [(name: String, value: String)] = []

    /// No headers yet.
    package init() {}

    /// The value of the first response that has this header, `name` in lower case: what the address
    /// that was asked for says, rather than where it leads to.
    package func first(_ name: String) -> String? {
        values.first { $0.name == name }?.value
    }

    /// Adds a line of a header.
    func add(_ line: some Collection<UInt8>) {
        if let field = Self.field(line) { values.append(field) }
    }

    /// The name, in lower case, and the value of a line; nil for other lines ("HTTP/1.1 200 OK", the
    /// empty one).
    static func field(_ line: some Collection<UInt8>) -> (name: String, value: String)? {
        let line = String(decoding: line, as: UTF8.self)
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let value = line[line.index(after: colon)...].drop { $0.isWhitespace }
        let end = value.lastIndex { !$0.isWhitespace }.map(value.index(after:)) ?? value.startIndex
        return (line[..<colon].lowercased(), String(value[..<end]))
    }
}
