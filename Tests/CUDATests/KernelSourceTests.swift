import CUDA
import Foundation
import Testing

@Suite struct KernelSourceTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/Numbers/CCUDA/kernels")

    @Test func `every kernel file is in the program, byte for byte`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        // `all.cuh` lists the others for the emulator.
        let headers = names.filter { $0.hasSuffix(".cuh") && $0 != "all.cuh" }.sorted()
        #expect(KernelProgram.all.map(\.name) == names.filter { $0.hasSuffix(".cu") }.sorted())
        for program in KernelProgram.all {
            #expect(program.headers.map(\.name) == headers)
            for file in program.headers + [(program.name, program.text)] {
                let text = try String(
                    contentsOf: Self.folder.appending(path: file.name), encoding: .utf8)
                #expect(file.text == text, "\(file.name)")
            }
        }
    }

    @Test func `every program has kernels, and the list names no other`() {
        for program in KernelProgram.all {
            #expect(!program.kernels.isEmpty, "\(program.name)")
            for kernel in program.kernels {
                let isThere = program.text.contains(kernel)
                #expect(isThere, "\(kernel)")
            }
        }
    }
}
