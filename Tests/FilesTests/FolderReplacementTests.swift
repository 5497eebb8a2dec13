import Files
import Foundation
import TestSupport
import Testing

struct FolderReplacementTests {
    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func `a folder is replaced as a whole, and nothing else is left`() throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "model")
        for text in ["first", "second"] {
            let replacement = try FolderReplacement(of: url)
            let inner = replacement.temporary.appending(path: "inner")
            try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: inner.appending(path: text))
            #expect(try names(folder.url).contains("model") == (text == "second"))
            try replacement.commit()
            #expect(try names(folder.url) == ["model"])
            #expect(try names(url.appending(path: "inner")) == [text])
        }
    }

    @Test func `a replacement given up leaves the old folder`() throws {
        let folder = try TemporaryFolder()
        try folder.write("model/old", "old")
        do {
            let replacement = try FolderReplacement(of: folder.appending(path: "model"))
            try Data("new".utf8).write(to: replacement.temporary.appending(path: "new"))
        }
        #expect(try names(folder.url) == ["model"])
        #expect(try names(folder.appending(path: "model")) == ["old"])
    }
}
