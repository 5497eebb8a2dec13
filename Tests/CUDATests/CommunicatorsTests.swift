import CCUDA
import CUDA
import CUDAEmulator
import TestSupport
import Testing

/// NCCL: found at run time, and what is done with it, over the emulator's.
@Suite struct CommunicatorsTests {
    private static let nccl = NCCL(cuda_emulator_nccl().pointee, path: "emulator")

    private static func contexts() throws -> [CUDAContext] {
        let driver = try emulated()
        return try (0..<2).map { try CUDAContext(try driver.device($0)) }
    }

    @Test func `floats of each GPU become their sums`() throws {
        let contexts = try Self.contexts()
        let streams = try contexts.map { try $0.makeStream() }
        let buffers = try [3, 1, 64].map { count in
            let memories = try contexts.enumerated().map { rank, context in
                try context.makeCurrent()
                let memory = try MemoryBudget(of: context, owner: "test")
                    .allocate(4 * count, for: "floats")
                let floats = (0..<count).map { Float(10 * rank + $0) }
                try memory.write(floats, on: streams[rank])
                return memory
            }
            return (memories: memories, count: count)
        }
        let communicators = try Communicators(Self.nccl, contexts.map(\.device))
        try communicators.sum(buffers, on: streams)
        for (memories, count) in buffers {
            for (memory, stream) in zip(memories, streams) {
                let floats = try memory.read(count, of: Float.self, on: stream)
                #expect(floats == (0..<count).map { Float(10 + 2 * $0) })
            }
        }
    }

    @Test func `what NCCL refuses is said in its words`() throws {
        let device = try emulated().device(0)
        let twice = message { _ = try Communicators(Self.nccl, [device, device]) }
        #expect(
            twice == """
                ncclCommInitAll failed: invalid usage: Duplicate GPU detected
                  help: run it again with NCCL_DEBUG=INFO to see what NCCL says, or use --gpus 1
                """)
    }

    @Test func `a failed call ends its group`() throws {
        var table = cuda_emulator_nccl().pointee
        table.ncclAllReduce = { _, _, _, _, _, _, _ in Int32(CC_NCCL_INVALID_ARGUMENT) }
        let contexts = try Self.contexts()
        let streams = try contexts.map { try $0.makeStream() }
        let memories = try contexts.map {
            try MemoryBudget(of: $0, owner: "test").allocate(4, for: "floats")
        }
        let communicators = try Communicators(
            NCCL(table, path: "emulator"), contexts.map(\.device))
        let text = message { try communicators.sum([(memories, 1)], on: streams) }
        #expect(text.hasPrefix("ncclAllReduce failed: invalid argument"))
        try Communicators(Self.nccl, contexts.map(\.device)).sum([(memories, 1)], on: streams)
    }

    @Test func `without NCCL the error says what to install`() throws {
        let folder = try TemporaryFolder()
        let search = LibrarySearch(
            environment: ["HOME": folder.path, "SYNTHGEN_CUDA": folder.path], root: folder.path)
        guard (try? NCCL.open(search)) == nil else { return }
        let text = message { _ = try NCCL.open(search) }
        #expect(text.hasPrefix("there is no NCCL, by which several GPUs train together\n"))
        #expect(text.contains("help: pip install nvidia-nccl-cu13"))
    }

    @Test func `NCCL is found where pip installs it`() throws {
        let folder = try TemporaryFolder()
        let search = LibrarySearch(environment: ["SYNTHGEN_CUDA": folder.path])
        let paths = search.locations(for: .nccl).map(\.path)
        #expect(paths.contains("\(folder.path)/nvidia/nccl/lib/libnccl.so.2"))
        #expect(paths.contains("libnccl.so.2"))
    }
}
