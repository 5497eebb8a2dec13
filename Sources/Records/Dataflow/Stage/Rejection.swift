public import JSON

/// Why a record was rejected.
public struct Rejection: Sendable, Equatable {
    /// A short fixed phrase, by which rejections are counted.
    public let reason: String
    /// The value found, for the user who looks at this record.
    public let detail: JSON?
    /// What is wrong with the record, where the stage could not use it; nil where the stage could,
    /// and decided against it.
    public let problem: String?

    /// Creates the rejection of a record that the stage decided against.
    public init(_ reason: String, detail: JSON? = nil) {
        self.reason = reason
        self.detail = detail
        problem = nil
    }

    /// Creates the rejection of a record that the stage cannot use.
    ///
    /// - Parameter error: Its description, up to the line of help, is the ``problem``.
    public init(_ reason: String, because error: any Error) {
        let text = "\(error)"
        self.init(
            reason,
            problem: text.firstRange(of: "\n  help:").map { String(text[..<$0.lowerBound]) } ?? text
        )
    }

    /// Creates the rejection of a record that the stage cannot use, with the problem in words.
    public init(_ reason: String, problem: String) {
        self.reason = reason
        detail = nil
        self.problem = problem
    }
}

extension Rejection {
    /// The detail that is kept with the record; of one that could not be used, the problem and the
    /// row that it was made of.
    func detail(at location: RowLocation?) -> JSON {
        guard let problem else { return detail ?? .null }
        var account: JSONObject = ["error": .string(problem)]
        if let location { account["source"] = .string(location.description) }
        return .object(account)
    }
}
