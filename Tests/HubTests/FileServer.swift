import Concurrency
import Dispatch
import Foundation
import Processes
import Synchronization

/// A web server on the loopback interface that serves one file, well or badly.
///
/// The first part of a request's path says how:
/// `range` continues where asked, `whole` ignores ranges, `cut` breaks off half-way through what is
/// left, `moved` redirects to `range`, `stuck` sends half and then nothing more.
final class FileServer {
    private let hasEnd = Cancellation()
    private let log: URL
    private let port: Int

    static let isAvailable = runs("python3", "-c", "import http.server")

    /// Serves `bytes` until released: then the program is ended.
    init(_ bytes: [UInt8], folder: URL) throws {
        let content = folder.appending(path: "content")
        try Data(bytes).write(to: content)
        log = folder.appending(path: "requests")
        let start = ProgramStart(
            named: ["python3", "-u", "-c", Self.script, content.path, log.path])
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

    /// What to set `HF_ENDPOINT` to for files to be served in `manner`.
    func endpoint(_ manner: String) -> String { "http://127.0.0.1:\(port)/\(manner)" }

    /// The path and the range of every request so far.
    var requests: [String] {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    private static let script = """
        import os, sys, threading, time
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

        content = open(sys.argv[1], "rb").read()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                wanted = self.headers.get("Range", "")
                with open(sys.argv[2], "a") as log:
                    log.write(self.path + " " + wanted + chr(10))
                manner, rest = self.path[1:].split("/", 1)
                if manner == "moved":
                    self.send_response(302)
                    self.send_header("Location", "/range/" + rest)
                    self.send_header("Content-Length", "5")
                    self.end_headers()
                    self.wfile.write(b"moved")
                    return
                if rest != "someone/tiny/resolve/abc/tiny.gguf":
                    self.send_error(404)
                    return
                start = 0
                if wanted and manner != "whole":
                    start = int(wanted.removeprefix("bytes=").split("-")[0])
                if start >= len(content):
                    self.send_error(416)
                    return
                body = content[start:]
                self.send_response(206 if start else 200)
                if start:
                    span = "bytes %d-%d/%d" % (start, len(content) - 1, len(content))
                    self.send_header("Content-Range", span)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if manner in ("cut", "stuck"):
                    body = body[: (len(body) + 1) // 2]
                self.wfile.write(body)
                if manner == "stuck":
                    self.wfile.flush()
                    time.sleep(60)

            def log_message(self, *arguments):
                pass

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
