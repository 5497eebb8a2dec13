import Hashing
import JSON

/// A record's id: 128 bits of a digest of its origin, so that it is the same on every run.
public struct RecordID: Hashable, Sendable, CustomStringConvertible {
    let hash: Hash128

    /// The id as 32 hexadecimal digits.
    public var description: String { hash.description }

    /// Returns the id of a source's record, from its content, so that adding others leaves it as it
    /// was.
    ///
    /// - Parameters:
    ///   - occurrence: How many records of equal content came before it in this draw.
    ///   - draw: How many times the source had been read to its end before.
    static func source(stage: String, content: JSONObject, occurrence: Int, draw: Int) -> RecordID {
        var hash = SHA256()
        hash.update(framed: "source")
        hash.update(framed: stage)
        hash.update(framed: JSON.object(content).encoded())
        hash.update(UInt64(occurrence))
        hash.update(UInt64(draw))
        return RecordID(hash: hash.finalize128())
    }

    /// Returns the id of the `number`th record that `stage` made of `parents`.
    static func derived(from parents: [RecordID], stage: String, number: Int) -> RecordID {
        var hash = SHA256()
        hash.update(framed: "derived")
        hash.update(framed: stage)
        hash.update(UInt64(number))
        for parent in parents { hash.update(framed: parent.hash) }
        return RecordID(hash: hash.finalize128())
    }
}
