import Formatting
import Foundation
import HTTP

extension Pull {
    /// Downloads `file` of a Hugging Face repository, continuing an earlier download.
    ///
    /// `HF_ENDPOINT` names a mirror, as for Hugging Face's own programs.
    func fetchFromHuggingFace(repository: String, revision: String, file: String) throws {
        let client = try client()
        let set = environment["HF_ENDPOINT"] ?? ""
        let endpoint = set.isEmpty ? "https://huggingface.co" : set
        let slash = endpoint.hasSuffix("/") ? "" : "/"
        let url = "\(endpoint)\(slash)\(repository)/resolve/\(revision)/\(file)"

        do {
            try download(url, with: client)
        } catch let reason as SourceReason {
            throw SourceReason(text: "\(reason.text) (\(url))")
        }
    }

    private func client() throws -> HTTPClient {
        do { return try HTTPClient.shared.get() } catch { throw SourceReason(text: error.reason) }
    }

    private func download(_ url: String, with client: HTTPClient) throws {
        let part = try PartialFile(at: downloadPart, limit: file.bytes)
        let isContinued = part.count > 0
        do {
            try fill(part, from: url, with: client)
            try install(part)
        } catch is SourceReason where isContinued && part.count == 0 {
            // The bytes of an earlier download did not belong to this file: start over, once.
            try fill(part, from: url, with: client)
            try install(part)
        }
    }

    /// Fills `part`, reconnecting after a broken connection as long as each attempt brings bytes.
    private func fill(_ part: PartialFile, from url: String, with client: HTTPClient) throws {
        while part.count < file.bytes {
            let start = part.count
            let outcome = try client.download(url, from: start, cancellation: cancellation) {
                bytes, offered in
                // The announced length is that of the rest of the file.
                if let offered, start + offered != file.bytes {
                    try refuse(part, offered: start + offered)
                }
                try part.append(bytes)
                progress(.received(bytes: part.count, total: file.bytes))
            }
            switch outcome {
            case .complete: return
            case .rangeRefused where start > 0: try part.restart()
            case .broken where part.count > start: continue
            case .rangeRefused: throw SourceReason(text: "the server refused the request")
            case .broken(let message), .refused(_, let message):
                throw SourceReason(text: message)
            }
        }
    }

    /// Ends a download whose announced length is wrong, since it is of another file.
    private func refuse(_ part: PartialFile, offered: Int) throws {
        try part.restart()
        throw SourceReason(
            text:
                "the server's file has \(Format.count(offered)) bytes, expected \(Format.count(file.bytes))"
        )
    }
}
