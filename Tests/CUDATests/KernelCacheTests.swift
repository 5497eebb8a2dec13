import CUDA
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite(.enabled(if: Compiler.found != nil, "\(Compiler.absence)"))
struct KernelCacheTests {
    private static func program(_ body: String = "y[0] = 1;") -> KernelProgram {
        KernelProgram(
            name: "one.cu",
            text: "extern \"C\" __global__ void one(float *y) { \(body) }")
    }

    private static func compiler(_ architecture: Architecture = Architecture(8, 0)) throws
        -> KernelCompiler
    {
        KernelCompiler(try #require(Compiler.found), for: architecture)
    }

    private static func files(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func `code is kept by content, options and generation`() throws {
        let folder = try TemporaryFolder()
        let cache = KernelCache(folder: folder.url) { Issue.record("\($0)") }
        let compiler = try Self.compiler()
        let image = try cache.image(of: Self.program(), by: compiler)
        #expect(try cache.image(of: Self.program(), by: compiler) == image)
        #expect(try Self.files(folder.url).count == 1)
        _ = try cache.image(of: Self.program("y[0] = 2;"), by: compiler)
        _ = try cache.image(of: Self.program(), by: try Self.compiler(Architecture(9, 0)))
        let further = KernelCompiler(
            compiler.nvrtc, for: Architecture(8, 0), further: ["--use_fast_math"])
        _ = try cache.image(of: Self.program(), by: further)
        #expect(try Self.files(folder.url).count == 4)
    }

    @Test func `what was kept is used, and made anew once it is damaged`() throws {
        let folder = try TemporaryFolder()
        let cache = KernelCache(folder: folder.url) { Issue.record("\($0)") }
        let compiler = try Self.compiler()
        let image = try cache.image(of: Self.program(), by: compiler)
        let file = folder.appending(path: try #require(try Self.files(folder.url).first))
        let kept = try Data(contentsOf: file)
        for damage in [Data(), kept.dropLast(), kept.prefix(40), Data(repeating: 0, count: 99)] {
            try Data(damage).write(to: file)
            #expect(try cache.image(of: Self.program(), by: compiler) == image)
            #expect(try Data(contentsOf: file) == kept)
        }
        let moment = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate]
        _ = try cache.image(of: Self.program(), by: compiler)
        let later = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate]
        #expect(moment as? Date == later as? Date)
    }

    @Test func `several programs are compiled side by side and come in their order`() throws {
        let folder = try TemporaryFolder()
        let cache = KernelCache(folder: folder.url) { Issue.record("\($0)") }
        let compiler = try Self.compiler()
        let programs = (0..<6).map { Self.program("y[0] = \($0);") }
        let images = try cache.images(of: programs, by: compiler)
        #expect(images == (try programs.map { try compiler.compile($0).image }))
        let wrong = programs + [Self.program("nothing;")]
        #expect(message { _ = try cache.images(of: wrong, by: compiler) }.contains("one.cu(1)"))
    }

    @Test func `a folder that cannot be written is told, and the code is there all the same`()
        throws
    {
        let folder = try TemporaryFolder()
        try folder.write("file", "")
        let told = Mutex<[String]>([])
        let cache = KernelCache(folder: folder.appending(path: "file/kernels")) { text in
            told.withLock { $0.append(text) }
        }
        #expect(try !cache.image(of: Self.program(), by: try Self.compiler()).isEmpty)
        #expect(told.withLock { $0.count } == 1)
    }
}
