import Foundation
import TestSupport
import Testing

@testable import Hub

@Suite struct PartialFileTests {
    private let model = TestModel(count: 5000, sources: [])

    private func append(_ bytes: ArraySlice<UInt8>, to part: PartialFile) throws {
        try bytes.withUnsafeBytes { try part.append($0) }
    }

    @Test(arguments: [0, 1, 63, 64, 4999, 5000])
    func `a file continued anywhere is placed under its name`(cut: Int) throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "part")
        let destination = folder.appending(path: "whole")
        try append(model.bytes[..<cut], to: try PartialFile(at: url, limit: 5000))
        let part = try PartialFile(at: url, limit: 5000)
        #expect(part.count == cut)
        try append(model.bytes[cut...], to: part)
        try part.install(at: destination, expecting: model.expected)
        #expect(Array(try Data(contentsOf: destination)) == model.bytes)
        #expect(names(in: folder.url) == ["whole"])
    }

    @Test func `a file cut short keeps its bytes and is not placed`() throws {
        let folder = try TemporaryFolder()
        let part = try PartialFile(at: folder.appending(path: "part"), limit: 5000)
        try append(model.bytes[..<4000], to: part)
        #expect(throws: SourceReason.self) {
            try part.install(at: folder.appending(path: "whole"), expecting: model.expected)
        }
        #expect(part.count == 4000)
        #expect(names(in: folder.url) == ["part"])
    }

    @Test func `a file of another content is emptied and not placed`() throws {
        let folder = try TemporaryFolder()
        let part = try PartialFile(at: folder.appending(path: "part"), limit: 5000)
        try append(model.bytes.reversed()[...], to: part)
        #expect(throws: SourceReason.self) {
            try part.install(at: folder.appending(path: "whole"), expecting: model.expected)
        }
        #expect(part.count == 0)
        #expect(names(in: folder.url) == ["part"])
    }

    @Test func `no byte is written past the expected length`() throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "part")
        let part = try PartialFile(at: url, limit: 100)
        try append(model.bytes[..<100], to: part)
        #expect(throws: SourceReason.self) { try append(model.bytes[..<1], to: part) }
        #expect(fileLength(at: url) == 100)
    }

    @Test func `a leftover longer than the file is started anew`() throws {
        let folder = try TemporaryFolder()
        let url = try folder.write("part", model.bytes)
        #expect(try PartialFile(at: url, limit: 100).count == 0)
    }
}
