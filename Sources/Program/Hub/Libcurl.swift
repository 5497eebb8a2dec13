/// Whether models can be fetched over the network by this process itself.
package enum Libcurl {
    /// Why they cannot; nil if libcurl is there.
    package static var problem: String? {
        switch Curl.shared {
        case .success: nil
        case .failure(let reason): reason.text
        }
    }
}
