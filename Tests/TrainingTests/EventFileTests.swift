import Foundation
import TestSupport
import Testing
import Training

/// Event files, byte by byte, as TFRecord and tensorflow's event.proto have them.
struct EventFileTests {
    @Test func `a step's scalars are framed with the checksums that readers look at`() throws {
        let folder = try TemporaryFolder()
        let now = Date(timeIntervalSince1970: 1)
        do {
            let events = try EventFile(folder: folder.url, now: now)
            try events.write([(name: "a", value: 0.5)], step: 3, now: now)
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files == ["events.out.tfevents.1.synthgen"])
        let bytes = [UInt8](try Data(contentsOf: folder.url.appending(path: files[0])))
        // Made by Python's struct, with a CRC-32C whose check value is e3069283.
        let expected = """
            1800000000000000a37f4b2209000000000000f03f1a0d627261696e2e4576656e743a3286bf\
            577a1700000000000000e7cef81e09000000000000f03f10032a0a0a080a0161150000003fa4\
            692d17
            """
        #expect(bytes.map { String(format: "%02x", $0) }.joined() == expected)
    }
}
