import JSON

/// A program's reply about a record.
enum ProgramReply: Equatable, Sendable {
    /// New records: one object of fields for each.
    case records([JSONObject])
    /// The record is to be rejected, with the reason.
    case reject(String)
    /// The program failed at the record; it may be asked again.
    case error(String)

    /// The form of a program's line, for messages.
    static let form =
        #"{"id": …} with one of "record": {…}, "records": [{…}, …], "reject": "reason", "error": "what""#

    /// Returns a line's reply and the id of its record; nil if the line is not a reply.
    static func parse(_ line: [UInt8]) -> (id: String, reply: ProgramReply)? {
        guard let value = try? JSON(parsing: line), let id = value["id"]?.string,
            let reply = ProgramReply(value)
        else { return nil }
        return (id, reply)
    }

    /// Reads a line's content, or a remembered reply; nil for other JSON.
    init?(_ json: JSON) {
        switch (json["record"], json["records"], json["reject"], json["error"]) {
        case (.object(let record)?, nil, nil, nil): self = .records([record])
        case (nil, .array(let records)?, nil, nil):
            let objects = records.compactMap(\.object)
            guard objects.count == records.count else { return nil }
            self = .records(objects)
        case (nil, nil, .string(let reason)?, nil): self = .reject(reason)
        case (nil, nil, nil, .string(let problem)?): self = .error(problem)
        default: return nil
        }
    }

    /// The reply as remembered JSON.
    var json: JSON {
        switch self {
        case .records(let records): ["records": .array(records.map(JSON.object))]
        case .reject(let reason): ["reject": .string(reason)]
        case .error(let problem): ["error": .string(problem)]
        }
    }
}
