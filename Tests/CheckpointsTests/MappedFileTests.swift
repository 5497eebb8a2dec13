import Checkpoints
import Files
import Foundation
import TestSupport
import Testing

@Suite struct `A mapped file` {
    @Test func `is in use as long as it is mapped, and was just read`() throws {
        let folder = try TemporaryFolder()
        let url = try folder.write("weights", "numbers")
        let old = timespec(tv_sec: 1_000, tv_nsec: 0)
        #expect(utimensat(AT_FDCWD, url.path, [old, old], 0) == 0)
        var file: MappedFile? = try MappedFile(path: url.path)
        #expect(file?.byteCount == 7)
        #expect(FileClaim(path: url.path) == nil)
        file = nil
        #expect(FileClaim(path: url.path) != nil)
        var facts = stat()
        #expect(stat(url.path, &facts) == 0)
        #expect(facts.st_atim.tv_sec > 1_700_000_000 && facts.st_mtim.tv_sec == 1_000)
    }
}
