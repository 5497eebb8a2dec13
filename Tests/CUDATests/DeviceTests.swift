import CCUDA
import CUDA
import Testing

/// The host's side of a GPU, on the emulated one.
@Suite struct DeviceTests {
    @Test func `a GPU says what it is`() throws {
        let device = try emulated().device(0)
        #expect(device.capability >= .oldest)
        #expect(device.memory > 0 && device.multiprocessors > 0 && device.busWidthInBits > 0)
        #expect(device.uuid.count == 40 && device.uuid.hasPrefix("GPU-"))
    }

    @Test func `a machine without a GPU is told from one whose driver does not start`() throws {
        let none = message { _ = try emulated { $0.cuDeviceGetCount = { _ in 100 } }.devices() }
        #expect(none.hasPrefix("no CUDA device: the NVIDIA driver finds no GPU"))
        let hidden = message { _ = try emulated { $0.cuInit = { _ in 100 } } }
        #expect(hidden.hasPrefix("no CUDA device: the NVIDIA driver finds no GPU"))
        let broken = message { _ = try emulated { $0.cuInit = { _ in 803 } } }
        #expect(broken.hasPrefix("no CUDA device: the NVIDIA driver does not start"))
        let absent = message { _ = try emulated().device(7) }
        #expect(absent.hasPrefix("no GPU 7"))
    }

    @Test func `a GPU before Ampere is refused`() throws {
        let old = message {
            _ = try emulatedContext {
                $0.cuDeviceGetAttribute = { value, attribute, _ in
                    value?.pointee = attribute == 75 ? 7 : 5
                    return 0
                }
            }
        }
        #expect(old.contains("has compute capability 7.5"))
    }

    @Test func `bytes come back as they were written, filled and copied`() throws {
        let context = try emulatedContext()
        let stream = try context.makeStream()
        let budget = MemoryBudget(of: context, owner: "test")
        let a = try budget.allocate(4 * 100, for: "a")
        let b = try budget.allocate(4 * 100, for: "b")
        let numbers = (0..<100).map { Float($0) }
        try a.write(numbers, on: stream)
        try b.fill(0, on: stream)
        try b.copy(from: a, at: 4 * 10, byteCount: 4 * 5, to: 4 * 50, on: stream)
        let found = try b.read(100, of: Float.self, on: stream)
        #expect(found[50..<55] == numbers[10..<15])
        #expect(found[..<50].allSatisfy { $0 == 0 } && found[55...].allSatisfy { $0 == 0 })
        #expect(try a.read(3, of: Float.self, at: 97, on: stream) == [97, 98, 99])
    }

    @Test func `pinned memory goes to the GPU and back`() throws {
        let context = try emulatedContext()
        let stream = try context.makeStream()
        let pinned = try PinnedMemory(64, in: context)
        let memory = try MemoryBudget(of: context, owner: "test").allocate(64, for: "a")
        let values = pinned.values(of: Int32.self)
        for index in 0..<16 { values[index] = Int32(index) }
        try memory.write(UnsafeRawBufferPointer(pinned.bytes), on: stream)
        try stream.synchronize()
        pinned.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        try memory.read(into: pinned.bytes, on: stream)
        try stream.synchronize()
        #expect(Array(values) == (0..<16).map { Int32($0) })
    }

    @Test func `a kernel gets its arguments, at once and from a graph`() throws {
        let context = try emulatedContext()
        let stream = try context.makeStream()
        let module = try KernelModule("add.cu", image: [0], in: context)
        let add = try module.kernel("add")
        let budget = MemoryBudget(of: context, owner: "test")
        let x = try budget.allocate(4 * 300, for: "x")
        let y = try budget.allocate(4 * 300, for: "y")
        try x.write((0..<300).map { Float($0) }, on: stream)
        try y.write([Float](repeating: 1, count: 300), on: stream)
        func launch() throws {
            try add.launch(grid: Extent(2), block: 256, on: stream, y, x, Int64(299))
        }
        try launch()
        let graph = try stream.capture(launch)
        try stream.synchronize()
        #expect(try y.read(300, of: Float.self, on: stream)[298...] == [299, 1])
        try graph.launch(on: stream)
        try graph.launch(on: stream)
        #expect(try y.read(300, of: Float.self, on: stream)[297...] == [892, 895, 1])
        try add.launch(grid: Extent(0), block: 256, on: stream, y, x, Int64(299))
        let end = DevicePointer(y, at: 4 * 299)
        try add.launch(grid: Extent(1), block: 256, on: stream, end, x, Int64(1))
        #expect(try y.read(300, of: Float.self, on: stream)[299] == 1)
    }

    @Test func `an error inside a capture leaves a stream that works`() throws {
        let context = try emulatedContext()
        let stream = try context.makeStream()
        struct Stop: Error {}
        #expect(throws: Stop.self) { _ = try stream.capture { throw Stop() } }
        let memory = try MemoryBudget(of: context, owner: "test").allocate(4, for: "a")
        try memory.fill(7, on: stream)
        #expect(try memory.read(4, of: UInt8.self, on: stream) == [7, 7, 7, 7])
    }

    @Test func `events mark what is done`() throws {
        let context = try emulatedContext()
        let (stream, other) = (try context.makeStream(), try context.makeStream())
        let (start, end) = (
            try context.makeEvent(timing: true), try context.makeEvent(timing: true)
        )
        try start.record(on: stream)
        try other.wait(for: start)
        try end.record(on: stream)
        try end.synchronize()
        #expect(try end.isReached)
        #expect(try end.milliseconds(since: start) >= 0)
    }

    @Test func `a kernel that is not in its program is named`() throws {
        let module = try KernelModule("add.cu", image: [0], in: try emulatedContext())
        let found = message { _ = try module.kernel("subtract") }
        #expect(found.hasPrefix("there is no kernel 'subtract' in add.cu"))
    }

    @Test(.serialized, arguments: [700, 214, 719, 716, 702])
    func `an error that nothing survives is told from one that can be mended`(code: Int32) throws {
        LostDevice.code = code
        let context = try emulatedContext { $0.cuStreamSynchronize = { _ in LostDevice.code } }
        let found = message { try context.makeStream().synchronize() }
        #expect(found.hasPrefix("\(context.device.title) is lost: "), "\(found)")
        LostDevice.code = 1
        let other = message { try context.makeStream().synchronize() }
        #expect(other.hasPrefix("cuStreamSynchronize failed: "), "\(other)")
    }

    /// What the replaced function returns; the tests of it come one after another.
    enum LostDevice { nonisolated(unsafe) static var code: Int32 = 0 }
}
