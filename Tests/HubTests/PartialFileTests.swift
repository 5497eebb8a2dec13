import Foundation
import Testing

@testable import Hub

@Suite struct PartialFileTests {
    private let model = TestModel(count: 5000, sources: [])

    private func append(_ bytes: ArraySlice<UInt8>, to part: PartialFile) throws {
        try bytes.withUnsafeBytes { try part.append($0) }
    }

    @Test(arguments: [0, 1, 63, 64, 4999, 5000])
    func `a file continued anywhere is placed under its name`(cut: Int) async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "part")
            let destination = folder.appending(path: "whole")
            try append(model.bytes[..<cut], to: try PartialFile(at: url, limit: 5000))
            let part = try PartialFile(at: url, limit: 5000)
            #expect(part.count == cut)
            try append(model.bytes[cut...], to: part)
            try part.place(at: destination, expecting: model.file)
            #expect(Array(try Data(contentsOf: destination)) == model.bytes)
            #expect(names(in: folder) == ["whole"])
        }
    }

    @Test func `a file cut short keeps its bytes and is not placed`() async throws {
        try await withTemporaryFolder { folder in
            let part = try PartialFile(at: folder.appending(path: "part"), limit: 5000)
            try append(model.bytes[..<4000], to: part)
            #expect(throws: SourceReason.self) {
                try part.place(at: folder.appending(path: "whole"), expecting: model.file)
            }
            #expect(part.count == 4000)
            #expect(names(in: folder) == ["part"])
        }
    }

    @Test func `a file of another content is emptied and not placed`() async throws {
        try await withTemporaryFolder { folder in
            let part = try PartialFile(at: folder.appending(path: "part"), limit: 5000)
            try append(model.bytes.reversed()[...], to: part)
            #expect(throws: SourceReason.self) {
                try part.place(at: folder.appending(path: "whole"), expecting: model.file)
            }
            #expect(part.count == 0)
            #expect(names(in: folder) == ["part"])
        }
    }

    @Test func `no byte is written past the expected length`() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "part")
            let part = try PartialFile(at: url, limit: 100)
            try append(model.bytes[..<100], to: part)
            #expect(throws: SourceReason.self) { try append(model.bytes[..<1], to: part) }
            #expect(fileLength(at: url) == 100)
        }
    }

    @Test func `a leftover longer than the file is started anew`() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "part")
            try Data(model.bytes).write(to: url)
            #expect(try PartialFile(at: url, limit: 100).count == 0)
        }
    }
}
