import Concurrency
import Formatting
import Foundation
import HTTP

/// A download of one file, on the calling thread: continued where an earlier attempt ended, and
/// checked before it gets its name.
final class FileDownload {
    private let url: String
    private let headers: [String]
    private let client: HTTPClient
    private let cancellation: Cancellation
    private let progress: (Int) -> Void
    /// What the file must be, as far as it was known before.
    private let known: ExpectedContent?
    /// Says what the file must be, from what the server's answer says of it.
    private let learn: (ResponseHeaders) throws -> ExpectedContent?
    private var expected: ExpectedContent?

    /// A download of `url`.
    ///
    /// - Parameters:
    ///   - headers: Further lines of the requests.
    ///   - expected: What the file must be; nil if only the server knows.
    ///   - learning: Reads what the server says of the file; nil if it says nothing.
    ///   - progress: Receives the number of bytes that are there.
    /// - Throws: ``SourceReason`` if nothing can be downloaded on this machine.
    init(
        url: String, headers: [String] = [], cancellation: Cancellation,
        expected: ExpectedContent?,
        learning: @escaping (ResponseHeaders) throws -> ExpectedContent? = { _ in nil },
        progress: @escaping (Int) -> Void
    ) throws {
        do { client = try HTTPClient.shared.get() } catch { throw SourceReason(text: error.reason) }
        (self.url, self.headers, self.cancellation) = (url, headers, cancellation)
        (known, self.expected, learn, self.progress) = (expected, expected, learning, progress)
    }

    /// Fetches the file to `destination`, by way of the file at `part`.
    ///
    /// - Throws: ``SourceReason`` if what comes is not the file, ``HTTPRefusal`` if the server gives
    ///   none, `CancellationError`, or ``HubError/disk(path:operation:reason:)``.
    func run(to destination: URL, part path: URL) throws {
        let part = try PartialFile(at: path, limit: known?.bytes ?? .max)
        // Nobody knows what such bytes must be: the server is asked, which says so with a new file.
        if known == nil { try part.restart() }
        let isContinued = part.count > 0
        do {
            try fill(part)
            try install(part, at: destination)
        } catch is SourceReason where isContinued && part.count == 0 {
            // The bytes of an earlier download did not belong to this file: start over, once.
            try fill(part)
            try install(part, at: destination)
        }
    }

    private func install(_ part: PartialFile, at destination: URL) throws {
        guard let expected else {
            throw SourceReason(text: "the server tells no digest of the file")
        }
        try part.install(at: destination, expecting: expected)
    }

    /// Fills `part`, reconnecting after a broken connection as long as each attempt brings bytes.
    private func fill(_ part: PartialFile) throws {
        while expected?.bytes.map({ part.count < $0 }) ?? true {
            let start = part.count
            let answer = ResponseHeaders()
            let outcome = try client.download(
                url, from: start, sending: headers, into: answer, cancellation: cancellation
            ) { [self] bytes, offered in
                if part.count == start { try note(answer, whole: offered.map { start + $0 }, part) }
                try part.append(bytes)
                progress(part.count)
            }
            switch outcome {
            case .complete:
                // A file without bytes has no first piece.
                if part.count == start { try note(answer, whole: nil, part) }
                return
            case .rangeRefused where start > 0: try part.restart()
            case .broken where part.count > start: continue
            case .rangeRefused: throw SourceReason(text: "the server refused the request")
            case .broken(let message): throw SourceReason(text: message)
            case .refused(let status, let message):
                throw HTTPRefusal(
                    status: status, code: answer.first("x-error-code"), message: message)
            }
        }
    }

    /// Takes note of what the answer says of the file, and ends a download of another one.
    private func note(_ answer: ResponseHeaders, whole: Int?, _ part: PartialFile) throws {
        if let said = try learn(answer) {
            if let known, known.digest.isGit == said.digest.isGit, known.digest != said.digest {
                try part.restart()
                throw SourceReason(
                    text: "the server's file is \(said.digest), expected \(known.digest)")
            }
            expected = ExpectedContent(
                bytes: known?.bytes ?? said.bytes, digest: known?.digest ?? said.digest)
        }
        guard let whole else { return }
        // The announced length is that of the rest of the file.
        if let bytes = expected?.bytes, bytes != whole {
            try part.restart()
            throw SourceReason(
                text: "the server's file has \(Format.count(whole)) bytes, expected "
                    + Format.count(bytes))
        }
        expected?.bytes = whole
        part.limit(to: whole)
    }
}

/// A server's answer that it does not give the file.
struct HTTPRefusal: Error, Equatable {
    /// The HTTP status, from 400 on.
    let status: Int
    /// What the hub calls the reason: "GatedRepo", "EntryNotFound"; nil if it does not say.
    let code: String?
    /// libcurl's sentence.
    let message: String
}
