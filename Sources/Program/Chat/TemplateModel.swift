import Files
public import Foundation
import Hashing
import JSON
import Jinja

/// A language model without weights, whose replies are rendered from templates.
///
/// Tries a document out in seconds, and tests a run under conditions that no real model offers. The
/// file of the model ends in `.model.json` and is an object:
///
/// - `replies`: Jinja templates, one of which is drawn for each call. A template sees `question`,
///   the text of the last turn, and may call ``PromptFunctions``. All draws depend on the
///   conversation and the seed alone.
/// - `milliseconds`: the longest time that a reply takes; 0 if not given. Each time is drawn at
///   random, so that replies come in another order on every run.
/// - `log`: a file that gets a line when a call begins and another when the call ends.
///
/// Replies are cut after `maxTokens` words. Rewards depend on the digest of the conversation.
public struct TemplateModel: LanguageModel {
    /// The name of the file without its suffix.
    public let name: String
    /// Digest of the templates.
    public let fingerprint: String
    private let replies: [Template]
    private let longestDelay: Int
    private let log: CallLog?

    /// The suffix of a template model's file.
    public static let pathSuffix = ".model.json"

    /// Reads and checks a model's file.
    /// - Throws: ``ChatError/badTemplateModel(path:problem:)``.
    public init(url: URL) throws {
        func refuse(_ problem: String) -> ChatError {
            .badTemplateModel(path: url.path, problem: problem)
        }
        guard let bytes = try? FileReading.content(of: url) else {
            throw refuse("it cannot be read")
        }
        let settings: JSON
        do { settings = try JSON(parsing: bytes) } catch { throw refuse("\(error)") }
        let known = ["replies", "milliseconds", "log"]
        if let key = settings.object?.keys.first(where: { !known.contains($0) }) {
            throw refuse("it has an unknown key \"\(key)\"")
        }
        let texts = settings["replies"]?.array?.compactMap(\.string) ?? []
        guard !texts.isEmpty, texts.count == settings["replies"]?.array?.count else {
            throw refuse("\"replies\" must be a list of templates")
        }
        longestDelay = settings["milliseconds"]?.integer ?? 0
        guard (0...3_600_000).contains(longestDelay) else {
            throw refuse("\"milliseconds\" must be from 0 to 3600000")
        }
        do {
            replies = try texts.enumerated().map { try Template($1, name: "replies[\($0)]") }
        } catch { throw refuse("\(error)") }
        log = settings["log"]?.string.map { path in
            CallLog(path: URL(filePath: path, relativeTo: url.deletingLastPathComponent()).path)
        }
        name = String(url.lastPathComponent.dropLast(Self.pathSuffix.count))
        var hash = SHA256()
        hash.update(framed: "templates")
        for text in texts { hash.update(framed: text) }
        fingerprint = hash.finalize().hexadecimal
    }

    /// Renders the template that question and seed draw.
    public func complete(_ request: ChatRequest) async throws -> ChatReply {
        let question = request.messages.last?.content ?? ""
        let seed = Self.seed(request.messages, request.seed)
        let number = try await timed(seed) {
            var stream = SplitMix64(seed: seed)
            return stream.integer(below: replies.count)
        }
        if let constraint = request.constraint {
            return try ChatReply(meeting: constraint, prompt: question, seed: seed)
        }
        let text = try replies[number].render(
            ["question": .string(question)], functions: PromptFunctions.functions(seed: seed),
            strict: true)
        let words = text.split(separator: " ")
        let isTruncated = words.count > request.sampling.maxTokens
        return ChatReply(
            text: isTruncated
                ? words.prefix(request.sampling.maxTokens).joined(separator: " ") : text,
            isTruncated: isTruncated, tokens: min(words.count, request.sampling.maxTokens),
            promptTokens: question.split(separator: " ").count, meanLogProbability: -1)
    }

    /// Five numbers from 0 to 4 for every assistant turn.
    public func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        try await timed(Self.seed(messages, 0)) {
            messages.indices.filter { messages[$0].role == "assistant" }.map { turn in
                var stream = SplitMix64(seed: Self.seed(Array(messages[...turn]), 0))
                return Reward(values: Reward.attributes.map { _ in 4 * stream.uniform() })
            }
        }
    }

    private func timed<Answer>(_ seed: UInt64, _ body: () throws -> Answer) async throws -> Answer {
        let name = String(seed, radix: 16)
        log?.note("begin \(name)")
        if longestDelay > 0 {
            try await Task.sleep(for: .microseconds(Int.random(in: 0...longestDelay * 1_000)))
        }
        defer { log?.note("end \(name)") }
        return try body()
    }

    private static func seed(_ messages: [ChatMessage], _ seed: UInt64) -> UInt64 {
        var hash = SHA256()
        hash.update(seed)
        for message in messages {
            hash.update(framed: message.role)
            hash.update(framed: message.content)
        }
        return hash.finalize().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// A file of lines that several processes may append to.
///
/// Each line is one `write` to a descriptor with `O_APPEND`, so lines never mix.
private final class CallLog: Sendable {
    private let descriptor: Int32

    init(path: String) { descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644) }

    deinit { close(descriptor) }

    func note(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = write(descriptor, line, line.count)
    }
}
