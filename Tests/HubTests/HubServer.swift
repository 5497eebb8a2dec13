import Foundation
import JSON
import TestSupport

/// A server on the loopback interface that speaks the Hugging Face hub's routes: the list of a
/// repository's files, small files with Git's names as their ETags, and large ones that lead to a
/// store under another host name.
///
/// There is one repository, `someone/tiny`, whose commits and settings may change between requests.
final class HubServer {
    static let repository = "someone/tiny"

    private let folder: URL
    private let server: LocalServer
    private var state: JSONObject = [
        "commits": [:], "branches": [:], "gated": false, "settings": [:],
    ]

    init(in folder: URL) throws {
        self.folder = folder
        try FileManager.default.createDirectory(
            at: folder.appending(path: "contents"), withIntermediateDirectories: true)
        try JSON.object(state).text.write(
            to: folder.appending(path: "state.json"), atomically: true, encoding: .utf8)
        server = LocalServer(Self.script, arguments: [folder.path])
    }

    var endpoint: String { "http://127.0.0.1:\(server.port)" }

    /// Adds a commit, of which `large` files are kept in the store, and moves branch `main` to it.
    func commit(
        _ commit: String, small: [String: String], large: [String: [UInt8]] = [:]
    ) throws {
        var files = JSONObject()
        let contents =
            small.mapValues { (Array($0.utf8), false) }
            .merging(large.mapValues { ($0, true) }) { $1 }
        for (index, (path, content)) in contents.sorted(by: { $0.key < $1.key }).enumerated() {
            let name = "\(commit.prefix(8))-\(index)"
            try Data(content.0).write(to: folder.appending(path: "contents/\(name)"))
            files[path] = ["content": .string(name), "large": .bool(content.1)]
        }
        var commits = state["commits"]?.object ?? [:]
        commits[commit] = .object(files)
        state["commits"] = .object(commits)
        try set("branches", ["main": .string(commit)])
    }

    /// Changes a part of the state: `gated`, or `settings`.
    func set(_ key: String, _ value: JSON) throws {
        state[key] = value
        try JSON.object(state).text.write(
            to: folder.appending(path: "state.json"), atomically: true, encoding: .utf8)
    }

    /// Path, range and token of every request so far.
    var requests: [String] {
        let log = folder.appending(path: "requests")
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// The paths of the files that were asked for, in order, without those of the store.
    var files: [String] {
        requests.compactMap { $0.firstMatch(of: /\/resolve\/[0-9a-f]{40}\/(\S+)/)?.1 }
            .map(String.init)
    }

    private static let script = #"""
        import hashlib, json, sys
        from http.server import BaseHTTPRequestHandler
        from urllib.parse import unquote, urlsplit

        folder = sys.argv[1]

        def content(name):
            return open(folder + "/contents/" + name, "rb").read()

        def git(body):
            return hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                state = json.load(open(folder + "/state.json"))
                asked = self.headers.get("Range", "-")
                token = self.headers.get("Authorization", "-")
                with open(folder + "/requests", "a") as log:
                    log.write("%s %s %s %s" % (self.headers["Host"].split(":")[0], self.path, asked, token) + chr(10))
                parts = [unquote(part) for part in urlsplit(self.path).path[1:].split("/")]
                if parts[:2] == ["api", "models"]:
                    self.list(state, parts[2:])
                elif parts[0] == "store":
                    self.send(content(parts[1]), {"ETag": '"' + "0" * 32 + '"'}, state)
                else:
                    self.file(state, parts, token)

            def list(self, state, parts):
                if parts[:2] != ["someone", "tiny"]:
                    return self.refuse(401, "RepoNotFound")
                commit = state["branches"].get(parts[3], parts[3])
                files = state["commits"].get(commit)
                if files is None:
                    return self.refuse(404, "RevisionNotFound")
                siblings = []
                for path, file in files.items():
                    body = content(file["content"])
                    sibling = {"rfilename": path}
                    if "bare" not in state["settings"]:
                        sibling.update(size=len(body), blobId=git(body))
                        if file["large"]:
                            digest = hashlib.sha256(body).hexdigest()
                            sibling["lfs"] = {"sha256": digest, "size": len(body)}
                    siblings.append(sibling)
                siblings += [{"rfilename": path} for path in state["settings"].get("hostile", [])]
                answer = {"sha": commit, "siblings": siblings, "tags": ["license:mit"]}
                self.send(json.dumps(answer).encode(), {}, {"settings": {}})

            def file(self, state, parts, token):
                if state["gated"]:
                    if token == "-":
                        return self.refuse(401, "GatedRepo")
                    if token != "Bearer right":
                        return self.refuse(403, "GatedRepo")
                commit, path = parts[3], "/".join(parts[4:])
                file = state["commits"].get(commit, {}).get(path)
                if file is None:
                    return self.refuse(404, "EntryNotFound")
                body = content(file["content"])
                headers = {"X-Repo-Commit": commit, "ETag": '"' + git(body) + '"'}
                if not file["large"]:
                    return self.send(self.changed(body, state), headers, {"settings": {}})
                self.send_response(302)
                headers["X-Linked-Etag"] = '"' + hashlib.sha256(body).hexdigest() + '"'
                headers["X-Linked-Size"] = str(len(body))
                headers["Location"] = "http://localhost:%d/store/%s" % (self.server.server_port, file["content"])
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def changed(self, body, state):
                return b"?" + body[1:] if "changed" in state["settings"] else body

            def send(self, body, headers, state):
                body = self.changed(body, state)
                asked = self.headers.get("Range")
                start = int(asked.removeprefix("bytes=").split("-")[0]) if asked else 0
                if asked and start >= len(body):
                    return self.refuse(416, "Range")
                self.send_response(206 if asked else 200)
                if asked:
                    self.send_header("Content-Range", "bytes %d-%d/%d" % (start, len(body) - 1, len(body)))
                body = body[start:]
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if "cut" in state["settings"]:
                    body = body[: (len(body) + 1) // 2]
                self.wfile.write(body)

            def refuse(self, status, code):
                self.send_response(status)
                self.send_header("X-Error-Code", code)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        """#
}
