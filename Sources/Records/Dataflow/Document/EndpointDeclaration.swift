import Foundation
import JSON

/// Where a declared model is asked over the network, and how.
public struct EndpointDeclaration: Sendable, Equatable {
    /// Where the key is; a key itself stands in no document.
    public enum Key: Sendable, Equatable {
        /// The name of an environment variable.
        case environment(String)
        /// An absolute path.
        case file(String)
    }

    /// The address that the API's paths follow, without a slash at the end: `https://host/v1`.
    public let url: String
    /// The model, as the server calls it.
    public let model: String
    /// Nil for the variable that fits the host, if it is set.
    public var key: Key?
    /// Most calls at a time; nil for the usual number.
    public var concurrency: Int?
    /// Most calls that begin within a minute; nil for any number.
    public var requestsPerMinute: Double?
    /// Seconds of a try; nil for the usual time.
    public var timeout: Double?

    /// The model's source in datasets and on command lines: `https://host/v1#name`.
    public var source: String { "\(url)#\(model)" }

    /// Whether a source is an endpoint's address.
    public static func isMeant(by source: String) -> Bool {
        source.hasPrefix("http://") || source.hasPrefix("https://")
    }

    /// An endpoint of a source such as `https://host/v1#name`.
    ///
    /// - Throws: ``Mistake``.
    public init(source: String) throws(Mistake) {
        let parts = source.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        // The address is checked first, and not shown before that: it may hold a password.
        try self.init(url: String(parts[0]), model: parts.count == 2 ? String(parts[1]) : "")
        guard !model.isEmpty else {
            throw Mistake(
                "'\(source)' names no model", help: "write https://host/v1#name of the model")
        }
    }

    /// An endpoint by its address.
    ///
    /// - Throws: ``Mistake`` if it is no address of HTTP, or has a password in it.
    public init(url: String, model: String) throws(Mistake) {
        guard Self.isMeant(by: url), let parsed = URLComponents(string: url),
            parsed.host?.isEmpty == false
        else {
            // What may be a password stands before "@".
            let found = url.contains("@") ? "" : ", found '\(url)'"
            throw Mistake(
                "\"endpoint\" must be an address such as http://127.0.0.1:8000/v1\(found)")
        }
        // Not shown: it is a secret.
        guard parsed.user == nil, parsed.password == nil, parsed.query == nil,
            parsed.fragment == nil
        else {
            throw Mistake(
                "\"endpoint\" must be a plain address, without user, password, ? and #",
                help: "give the key as \"apiKey\": {\"env\": the name of a variable}")
        }
        self.url = String(url.reversed().drop { $0 == "/" }.reversed())
        self.model = model
    }

    /// What is wrong with a declaration.
    public struct Mistake: Error, Sendable, Equatable, CustomStringConvertible {
        /// The problem, in a line.
        public let message: String
        /// The remedy; nil if the problem says it.
        public let help: String?

        /// Problem and remedy.
        public var description: String { message + (help.map { "\n  help: \($0)" } ?? "") }

        init(_ message: String, help: String? = nil) { (self.message, self.help) = (message, help) }
    }
}

extension EndpointDeclaration {
    /// The keys of a model in a document that are an endpoint's.
    static let keys = [
        "endpoint", "model", "apiKey", "concurrency", "requestsPerMinute", "timeout",
    ]

    /// Reads a model's declaration; `resolve` makes a path of the document absolute.
    ///
    /// - Throws: The first ``Mistake``.
    init(_ value: JSON, resolve: (String) -> String) throws(Mistake) {
        guard let url = value["endpoint"]?.string else {
            throw Mistake("\"endpoint\" must be an address such as http://127.0.0.1:8000/v1")
        }
        guard let model = value["model"]?.string, !model.isEmpty else {
            throw Mistake(
                "\"model\" is missing", help: "name the model as the server calls it: its /models")
        }
        try self.init(url: url, model: model)
        if let key = value["apiKey"] { self.key = try Self.key(key, resolve) }
        if let found = value["concurrency"] {
            guard let count = found.integer, 1...4_096 ~= count else {
                throw Mistake("\"concurrency\" must be a whole number from 1 to 4096")
            }
            concurrency = count
        }
        if let found = value["requestsPerMinute"] {
            guard let rate = found.double, rate > 0, rate <= 1e6 else {
                throw Mistake("\"requestsPerMinute\" must be a number above 0, at most 1000000")
            }
            requestsPerMinute = rate
        }
        if let found = value["timeout"] {
            guard let seconds = Self.seconds(found), 1...86_400 ~= seconds else {
                throw Mistake("\"timeout\" must be a time from 1 s to 24 h, such as \"120 s\"")
            }
            timeout = seconds
        }
    }

    private static func key(
        _ value: JSON, _ resolve: (String) -> String
    ) throws(Mistake) -> Key {
        let help = "write \"apiKey\": {\"env\": \"NAME\"} of a variable, or {\"file\": \"path\"}"
        guard value.string == nil else {
            throw Mistake("\"apiKey\" must not be the key itself: documents are kept", help: help)
        }
        switch (value.object?.keys ?? [], value["env"]?.string, value["file"]?.string) {
        case (["env"], let name?, _) where !name.isEmpty: return .environment(name)
        case (["file"], _, let path?) where !path.isEmpty: return .file(resolve(path))
        default: throw Mistake("\"apiKey\" must say where the key is", help: help)
        }
    }

    /// Seconds: a number, or a text with a unit.
    private static func seconds(_ value: JSON) -> Double? {
        if let number = value.double { return number }
        let parts = (value.string ?? "").split(separator: " ")
        let units = ["s": 1.0, "min": 60, "h": 3_600]
        guard parts.count == 2, let number = Double(parts[0]), let unit = units[String(parts[1])]
        else { return nil }
        return number * unit
    }
}
