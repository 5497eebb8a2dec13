import Files
import Foundation
import TestSupport
import Testing

struct FileReplacementTests {
    @Test func `a committed replacement is the file's content, and nothing else is left`() throws {
        let folder = try TemporaryFolder()
        let url = try folder.write("a.json", Array("old".utf8))
        let replacement = FileReplacement(of: url)
        try Data("new".utf8).write(to: replacement.temporary)
        #expect(try String(contentsOf: url, encoding: .utf8) == "old")
        try replacement.commit()
        #expect(try String(contentsOf: url, encoding: .utf8) == "new")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.json"])
    }

    @Test func `a replacement given up leaves the old content and no temporary file`() throws {
        let folder = try TemporaryFolder()
        let url = try folder.write("a.json", Array("old".utf8))
        do {
            let replacement = FileReplacement(of: url)
            try Data("new".utf8).write(to: replacement.temporary)
        }
        #expect(try String(contentsOf: url, encoding: .utf8) == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.json"])
    }

    @Test func `a replacement that cannot be renamed says so and removes its temporary file`()
        throws
    {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "folder")
        try FileManager.default.createDirectory(
            at: url.appending(path: "full"), withIntermediateDirectories: true)
        let failure = #expect(throws: FileFailure.self) {
            let replacement = FileReplacement(of: url)
            close(try replacement.create())
            try replacement.commit()
        }
        #expect(failure?.path == url.path)
        #expect(failure?.operation == "be replaced")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["folder"])
    }

    @Test func `two replacements of one file have different temporary files`() {
        let url = URL(filePath: "/nowhere/a.json")
        let one = FileReplacement(of: url)
        let other = FileReplacement(of: url)
        #expect(one.temporary != other.temporary)
    }
}
