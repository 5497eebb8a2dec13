import Foundation
import HTTP

extension Pull {
    /// Downloads `file` of a Hugging Face repository, continuing an earlier download.
    ///
    /// `HF_ENDPOINT` names a mirror, as for Hugging Face's own programs.
    func fetchFromHuggingFace(repository: String, revision: String, file path: String) throws {
        let hub = HubEnvironment(environment)
        guard !hub.isOffline else { throw SourceReason(text: HubEnvironment.offlineReason) }
        let url = hub.fileAddress(repository, revision: revision, path: path)
        do {
            let download = try FileDownload(
                url: url, headers: hub.headers, cancellation: cancellation,
                expected: ExpectedContent(bytes: file.bytes, digest: .sha256(file.sha256)),
                progress: { progress(.received(bytes: $0, total: file.bytes)) })
            try download.run(to: destination, part: downloadPart)
        } catch let reason as SourceReason {
            throw SourceReason(text: "\(reason.text) (\(url))")
        } catch let refusal as HTTPRefusal {
            throw SourceReason(text: "\(refusal.message) (\(url))")
        }
    }
}
