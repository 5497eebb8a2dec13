import Files
public import Foundation
public import JSON

/// What is done of the rounds in a folder, by the content that it follows from.
///
/// Lies in `rounds.json`, and is replaced as a whole after every part. A part whose key is another
/// than before is done again, and so is all that follows from what it leaves.
public struct RoundsState: Sendable {
    /// A part of a round: data, a training, an evaluation.
    public struct Part: Sendable, Equatable {
        /// Its name, such as "round-1/data/instructions".
        public let name: String
        /// Digest of all that decides what it leaves.
        public let key: String
        /// Digest of what it left; nil while it is at work.
        public var digest: String?
        /// The seconds that it took, in the run that finished it.
        public var seconds: Double?

        /// A part.
        public init(
            name: String, key: String, digest: String? = nil, seconds: Double? = nil
        ) {
            (self.name, self.key, self.digest) = (name, key, digest)
            self.seconds = seconds
        }
    }

    /// The file's name.
    public static let fileName = "rounds.json"
    /// The parts, in the order in which they were begun first.
    public private(set) var parts: [Part] = []
    private let url: URL
    private let document: JSON

    /// Reads the state of a folder; there is none in a new one.
    ///
    /// - Parameter document: What the folder is of, for people who look.
    /// - Throws: ``RoundsError/unreadableState(path:problem:)``.
    public init(folder: URL, document: JSON) throws(RoundsError) {
        url = folder.appending(path: Self.fileName)
        self.document = document
        guard FileManager.default.fileExists(atPath: url.path) else { return }
        let json: JSON
        do { json = try JSON(parsing: try FileReading.content(of: url)) } catch {
            throw .unreadableState(path: url.path, problem: "\(error)")
        }
        parts = (json["parts"]?.array ?? []).compactMap(Part.init)
    }

    /// A part, if it is done with this key.
    public func finished(_ name: String, key: String) -> Part? {
        parts.first { $0.name == name && $0.key == key && $0.digest != nil }
    }

    /// A part that was begun, whatever its key.
    public func begun(_ name: String) -> Part? { parts.first { $0.name == name } }

    /// Remembers that a part is at work with a key, or done.
    /// - Throws: ``RoundsError/cannotWrite(path:problem:)``.
    public mutating func note(_ part: Part) throws(RoundsError) {
        if let index = parts.firstIndex(where: { $0.name == part.name }) {
            parts[index] = part
        } else {
            parts.append(part)
        }
        let json: JSON = [
            "schema_version": 1, "document": document, "parts": .array(parts.map(\.json)),
        ]
        do { try OutputFile.write(Array((json.pretty() + "\n").utf8), to: url.path) } catch {
            throw .cannotWrite(path: url.path, problem: "\(error)")
        }
    }
}

extension RoundsState.Part {
    init?(_ json: JSON) {
        guard let name = json["part"]?.string, let key = json["key"]?.string else { return nil }
        self.init(
            name: name, key: key, digest: json["digest"]?.string,
            seconds: json["seconds"]?.double)
    }

    var json: JSON {
        var object: JSONObject = ["part": .string(name), "key": .string(key)]
        object["digest"] = digest.map(JSON.string)
        object["seconds"] = seconds.map(JSON.double)
        return .object(object)
    }
}
