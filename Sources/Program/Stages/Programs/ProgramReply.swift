import JSON

/// What a program says of a record.
enum ProgramReply: Equatable, Sendable {
    /// What it made of it: one object of fields for every record.
    case records([JSONObject])
    /// That the record is to be rejected, and why.
    case reject(String)
    /// That it could not say; it may be asked again.
    case error(String)

    /// What a program's line must be.
    static let form =
        #"{"id": …} with one of "record": {…}, "records": [{…}, …], "reject": "reason", "error": "what""#

    /// The reply and the id of the record that a line is about; nil if the line is none.
    static func parse(_ line: [UInt8]) -> (id: String, reply: ProgramReply)? {
        guard let value = try? JSON(parsing: line), let id = value["id"]?.string,
            let reply = ProgramReply(value)
        else { return nil }
        return (id, reply)
    }

    /// A line's content, or the same as it was remembered.
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

    /// What is remembered of it.
    var json: JSON {
        switch self {
        case .records(let records): ["records": .array(records.map(JSON.object))]
        case .reject(let reason): ["reject": .string(reason)]
        case .error(let problem): ["error": .string(problem)]
        }
    }
}
