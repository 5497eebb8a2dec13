import TestSupport
import Testing

@testable import CUDA

/// Every message as a user reads it.
@Suite struct CUDAErrorTests {
    static let location = LibrarySearch(environment: [:]).locations(for: .driver)[0]

    @Test func `without a driver the error names the remedy`() {
        let error = CUDAError.noDriver(looked: [
            LookedAt(location: Self.location, problem: "no such file")
        ])
        #expect(
            "\(error)" == """
                no CUDA device: there is no usable NVIDIA driver
                  Looked in the loader: it is not there.
                  help: install NVIDIA's driver, e.g. apt-get install nvidia-driver; in a container, \
                start it with the GPU (docker run --gpus all); or use --device cpu
                """)
    }

    @Test func `the folders of Pythons are counted, not listed`() throws {
        let machine = try TemporaryFolder()
        for version in 8..<20 {
            try machine.write("/usr/lib/python3.\(version)/site-packages/here", "")
        }
        let search = LibrarySearch(environment: ["HOME": "/home/ada"], root: machine.path)
        let looked = search.locations(for: .nvrtc).map {
            LookedAt(location: $0, problem: LookedAt.absent)
        }
        let text = "\(CUDAError.noCompiler(looked: looked))"
        #expect(
            text.contains(
                "Looked in the loader, /usr/local/nvidia/lib64, /home/ada/.cache/synthgen/nvrtc, the "
                    + "packages of 12 Pythons: it is not there."))
    }

    @Test func `out of memory gives every figure`() {
        let gibibyte = 1 << 30
        let shortage = Shortage(
            device: "GPU 0 (NVIDIA H200)",
            wanted: [
                .init(owner: "qwen3-4b", purpose: "weights", bytes: 15 * gibibyte / 2),
                .init(owner: "qwen3-4b", purpose: "the key/value cache", bytes: 2 * gibibyte),
            ], free: 8 * gibibyte + 100 << 20, total: 23 * gibibyte,
            budget: .init(limit: 9 * gibibyte, used: gibibyte / 2),
            held: [.init(owner: "reward", purpose: "weights", bytes: 3 * gibibyte)])
        #expect(
            "\(CUDAError.outOfMemory(shortage))" == """
                GPU 0 (NVIDIA H200) is out of memory for 'qwen3-4b'
                  Needed 7.5 GiB for weights and 2.0 GiB for the key/value cache; 8.1 GiB of 23.0 GiB \
                were free.
                  Its budget is 9.0 GiB, of which it holds 512.0 MiB.
                  Held by this process: 'reward' 3.0 GiB for weights.
                  help: lower "cacheTokens" or --max-batch, raise the budget, use a smaller model, or \
                --device cpu
                """)
    }

    @Test func `every message ends with help`() {
        let errors: [CUDAError] = [
            .noDriver(looked: []), .driverRefused(path: "/a", reason: "b"), .noDevice(path: "/a"),
            .noSuchDevice(ordinal: 3, names: ["A", "B"]),
            .deviceTooOld(device: "GPU 0 (A)", capability: Architecture(7, 5)),
            .deviceLost(device: "GPU 0 (A)", call: "c", reason: "d"),
            .callFailed(call: "c", reason: "d"), .noCompiler(looked: []),
            .unknownArchitecture(
                Architecture(15, 0), compiler: "13.0", newest: Architecture(12, 1)),
            .compilation(program: "a.cu", architecture: Architecture(9, 0), log: "a.cu(3): error"),
            .noKernel(name: "k", program: "a.cu"), .noNCCL(looked: []),
            .ncclFailed(call: "c", reason: "d"),
        ]
        for error in errors {
            let lines = "\(error)".split(separator: "\n")
            #expect(lines.count >= 2, "\(error)")
            #expect(lines.last?.hasPrefix("  help: ") == true, "\(error)")
            #expect(lines.first?.hasSuffix(".") == false, "\(error)")
        }
    }
}
