import CCurl
package import Concurrency
import Foundation

/// HTTP downloads through the machine's libcurl, opened on first use.
package struct HTTPClient: @unchecked Sendable {
    // Safe to share: the library is opened once, never closed, and its functions are called with a
    // handle that belongs to one call.
    let library: OpaquePointer

    /// The error if libcurl cannot be opened.
    package struct Unavailable: Error {
        package let reason: String
    }

    /// The client of this process, or the reason why libcurl cannot be opened.
    package static let shared: Result<HTTPClient, Unavailable> = open([
        "libcurl.so.4", "libcurl-gnutls.so.4",
    ])

    /// Opens the first library of `names` that can be opened.
    package static func open(_ names: [String]) -> Result<HTTPClient, Unavailable> {
        var reason = [CChar](repeating: 0, count: 256)
        for name in names {
            if let library = ccurl_open(name, &reason, reason.count) {
                return .success(HTTPClient(library: library))
            }
        }
        return .failure(
            Unavailable(reason: "libcurl is not there (\(text(reason))); its package is libcurl4"))
    }

    /// The outcome of a download.
    package enum Outcome: Equatable {
        case complete
        /// The server has the file but does not serve it from the wanted offset.
        case rangeRefused
        /// The server answered with an error.
        case refused(status: Int, message: String)
        /// The connection failed or broke.
        case broken(message: String)
    }

    /// Fetches `url` from byte `offset` on.
    ///
    /// - Parameters:
    ///   - lines: Further lines of the request's header. "Authorization" goes to the first host only.
    ///   - headers: Receives the headers of all responses, before `write` is called.
    ///   - write: Receives the bytes in order, and the length that the response announces, nil if it
    ///     announces none.
    /// - Throws: What `write` threw, or `CancellationError`.
    package func download(
        _ url: String, from offset: Int, sending lines: [String] = [],
        into headers: ResponseHeaders = ResponseHeaders(), cancellation: Cancellation,
        write: @escaping (UnsafeRawBufferPointer, _ offered: Int?) throws -> Void
    ) throws -> Outcome {
        let sink = Sink(write: write, headers: headers, cancellation: cancellation)
        var status: Int32 = 0
        var message = [CChar](repeating: 0, count: 256)
        let code = url.withCString { url in
            "synthgen".withCString { agent in
                withLines(lines) { lines in
                    withExtendedLifetime(sink) {
                        var request = sink.request
                        request.url = url
                        request.user_agent = agent
                        request.headers = lines.baseAddress
                        request.header_count = lines.count
                        request.resume_from = Int64(offset)
                        return ccurl_download(library, &request, &status, &message, message.count)
                    }
                }
            }
        }
        // Before libcurl's code, which is only "write refused" if `write` threw.
        if let error = sink.error { throw error }
        switch Int(code) {
        case CCURL_OK: return .complete
        case CCURL_STOPPED: throw CancellationError()
        case CCURL_RANGE_REFUSED: return .rangeRefused
        case CCURL_HTTP_ERROR:
            // 416 (range not satisfiable): the file has no bytes from `offset` on.
            return status == 416
                ? .rangeRefused : .refused(status: Int(status), message: text(message))
        default: return .broken(message: text(message))
        }
    }

    /// State of the C callbacks, reached through their context pointer.
    private final class Sink {
        let write: (UnsafeRawBufferPointer, Int?) throws -> Void
        let headers: ResponseHeaders
        let cancellation: Cancellation
        var error: (any Error)?

        init(
            write: @escaping (UnsafeRawBufferPointer, Int?) throws -> Void,
            headers: ResponseHeaders, cancellation: Cancellation
        ) {
            self.write = write
            self.headers = headers
            self.cancellation = cancellation
        }

        var request: ccurl_request {
            var request = ccurl_request()
            request.connect_seconds = 10
            request.stall_bytes_per_second = 1024
            request.stall_seconds = 30
            // Unretained: `download` keeps this object alive during the call.
            request.context = Unmanaged.passUnretained(self).toOpaque()
            request.write = { bytes, count, offered, context in
                guard let context else { return false }
                let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
                do {
                    try sink.write(
                        UnsafeRawBufferPointer(start: bytes, count: count),
                        offered >= 0 ? Int(offered) : nil)
                    return true
                } catch {
                    sink.error = error
                    return false
                }
            }
            request.header = { bytes, count, context in
                guard let bytes, let context else { return }
                Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue().headers
                    .add(UnsafeRawBufferPointer(start: bytes, count: count))
            }
            request.may_continue = { context in
                guard let context else { return false }
                return !Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
                    .cancellation.isCancelled
            }
            return request
        }
    }
}

/// The text of a terminated buffer.
func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
