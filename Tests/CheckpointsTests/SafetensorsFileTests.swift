import Checkpoints
import Foundation
import TestSupport
import Testing

@Suite struct `Safetensors files` {
    private func bytes(_ header: String, data: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
            + Array(header.utf8) + (0..<data).map { UInt8($0 & 0xFF) }
    }

    private func open(_ bytes: [UInt8]) throws -> SafetensorsFile {
        let folder = try TemporaryFolder()
        return try SafetensorsFile(url: folder.write("file", bytes))
    }

    private func open(_ header: String, data: Int) throws -> SafetensorsFile {
        try open(bytes(header, data: data))
    }

    private func fault(_ header: String, data: Int) throws -> FileFault? {
        let error = #expect(throws: TensorError.self) { try open(header, data: data) }
        guard case .damaged(_, let fault) = error else { return nil }
        return fault
    }

    @Test func `every plain type can be read as floats, wherever it lies`() throws {
        // One byte before them puts all the others at odd addresses.
        let cases: [(type: String, bytes: [UInt8], value: Float)] = [
            ("U8", [200], 200), ("I8", [0xFE], -2), ("BOOL", [1], 1), ("F8_E4M3", [0xC8], -4),
            ("F8_E4M3", [0x01], 0x1p-9), ("F8_E5M2", [0x3E], 1.5), ("I16", [0xFE, 0xFF], -2),
            ("U16", [0xFE, 0xFF], 65_534), ("F16", [0x00, 0xC0], -2), ("BF16", [0xC0, 0x3F], 1.5),
            ("I32", [0xFF, 0xFF, 0xFF, 0xFF], -1), ("U32", [0, 0, 0, 0x80], 0x1p31),
            ("F32", [0, 0, 0xC0, 0x3F], 1.5), ("I64", Array(repeating: 0xFF, count: 8), -1),
            ("U64", [0, 0, 0, 0, 0, 0, 0, 0x80], 0x1p63),
            ("F64", [0, 0, 0, 0, 0, 0, 0xF8, 0xBF], -1.5),
        ]
        for test in cases {
            let header = """
                {"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},\
                "t":{"dtype":"\(test.type)","shape":[],"data_offsets":[1,\(1 + test.bytes.count)]}}
                """
            let tensor = try #require(
                try open(bytes(header, data: 1) + test.bytes).tensors["t"])
            #expect(try tensor.floats() == [test.value], "\(test.type)")
        }
    }

    @Test func `names come in the order of their bytes, metadata apart`() throws {
        let file = try open(
            """
            {"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},"__metadata__":{"k":"v"},\
            "a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}
            """,
            data: 3
        )
        #expect(file.names == ["a", "b"])
        #expect(file.metadata == ["k": "v"])
    }

    @Test func `a key repeated inside an entry is an error, escaped or not`() throws {
        for second in ["dtype", "\\u0064type"] {
            let fault = try fault(
                #"{"a":{"dtype":"U8","\#(second)":"I8","shape":[1],"data_offsets":[0,1]}}"#,
                data: 1
            )
            #expect(fault == .badHeader(problem: "a key is given twice"))
        }
    }

    @Test func `colons and quotes inside names are no keys`() throws {
        let file = try open(
            #"{"a:\"b\":\\":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#,
            data: 1
        )
        #expect(file.names == [#"a:"b":\"#])
    }

    @Test func `a hole, a shared byte and bytes left over are errors`() throws {
        #expect(
            try fault(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, data: 2)
                == .gap(tensor: "a", expectedBegin: 0, begin: 1)
        )
        #expect(
            try fault(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, data: 3)
                == .unusedBytes(2)
        )
        #expect(
            try fault(
                """
                {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},\
                "b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}
                """,
                data: 3
            ) == .overlap("a", "b")
        )
    }

    @Test func `metadata that are not texts are an error`() throws {
        #expect(
            try fault(#"{"__metadata__":{"k":1}}"#, data: 0)
                == .badHeader(problem: #""k" in "__metadata__" is a number, not a string"#)
        )
    }

    @Test func `a named pipe is refused rather than waited for`() throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "pipe")
        try #require(mkfifo(url.path, 0o600) == 0)
        #expect(
            throws: TensorError.cannotOpen(path: url.path, reason: "it is not a regular file")
        ) { try SafetensorsFile(url: url) }
    }
}
