import Concurrency
import Dispatch
import Foundation
import Processes
import Synchronization

/// A web server on the loopback interface, of a Python script that defines `Handler`.
final class LocalServer {
    /// The port that it listens on.
    let port: Int
    private let hasEnd = Cancellation()

    static let isAvailable = runs("python3", "-c", "import http.server")

    /// Serves until released: then the program is ended.
    init(_ script: String, arguments: [String]) {
        let start = ProgramStart(named: ["python3", "-u", "-c", script + Self.rest] + arguments)
        // A program ends with the thread that started it, so the server gets a thread of its own.
        let line = Line()
        Thread.detachNewThread { [hasEnd] in
            _ = try? start.run(output: line.append) { try hasEnd.check() }
            line.end()
        }
        port = Int(line.first) ?? 0
    }

    deinit { hasEnd.cancel() }

    /// The first line of the server's output, for the thread that waits for it.
    private final class Line: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        private let isThere = DispatchSemaphore(value: 0)

        func append(_ piece: [UInt8]) {
            let isWhole = bytes.withLock {
                $0 += piece
                return $0.contains(UInt8(ascii: ";"))
            }
            if isWhole { end() }
        }

        func end() { isThere.signal() }

        var first: String {
            isThere.wait()
            return bytes.withLock {
                String(decoding: $0.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            }
        }
    }

    private static let rest = """

        import os, threading, time
        from http.server import ThreadingHTTPServer

        def end_with(parent):
            while os.getppid() == parent:
                time.sleep(1)
            os._exit(1)

        threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print(server.server_port, end=";")
        server.serve_forever()
        """
}
