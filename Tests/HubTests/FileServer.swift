import Foundation

/// A web server on the loopback interface that serves one file, well or badly.
///
/// The first part of a request's path says how:
/// `range` continues where asked, `whole` ignores ranges, `cut` breaks off half-way through what is
/// left, `moved` redirects to `range`, `stuck` sends half and then nothing more.
final class FileServer {
    private let log: URL
    private let server: LocalServer

    static let isAvailable = LocalServer.isAvailable

    /// Serves `bytes` until released.
    init(_ bytes: [UInt8], folder: URL) throws {
        let content = folder.appending(path: "content")
        try Data(bytes).write(to: content)
        log = folder.appending(path: "requests")
        server = LocalServer(Self.script, arguments: [content.path, log.path])
    }

    /// What to set `HF_ENDPOINT` to for files to be served in `manner`.
    func endpoint(_ manner: String) -> String { "http://127.0.0.1:\(server.port)/\(manner)" }

    /// The path and the range of every request so far.
    var requests: [String] {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    private static let script = """
        import sys, time
        from http.server import BaseHTTPRequestHandler

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
        """
}
