import CCUDA
import CUDAEmulator
import Testing

/// The emulated driver: what a GPU would refuse is refused, and graphs repeat their launches.
@Suite struct EmulatorTests {
    private func isRefused(
        grid: (Int, Int) = (1, 1), threads: Int = 32, shared: Int = 0, with error: Int
    ) throws {
        let y = try DeviceArray<Float>([1])
        let failure = #expect(throws: EmulatorFailure.self) {
            try EmulatedDevice.launch(
                "add", grid: grid, threads: threads, shared: shared, y, y, 1)
        }
        #expect(failure.map { Int($0.error) } == error)
    }

    @Test func `a launch outside a GPU's limits is refused`() throws {
        let invalid = CC_ERROR_INVALID_VALUE
        try isRefused(threads: 288, with: invalid)
        try isRefused(threads: 0, with: invalid)
        try isRefused(grid: (0, 1), with: invalid)
        try isRefused(grid: (1, 65_536), with: invalid)
        try isRefused(shared: 100 << 10, with: invalid)
    }

    @Test func `memory is poison, has bounds, and tells what was written behind them`() throws {
        let memory = try DeviceArray<Float>([1, 2, 3])
        let driver = EmulatedDevice.driver
        var host: [Float] = [0, 0, 0, 0]
        #expect(driver.cuMemcpyDtoHAsync?(&host, memory.address, 16, nil) == 1)
        var fresh: UInt64 = 0
        #expect(driver.cuMemAlloc?(&fresh, 16) == 0)
        #expect(driver.cuMemcpyDtoHAsync?(&host, fresh, 16, nil) == 0)
        #expect(host.allSatisfy { $0.isNaN })
        let ones = try DeviceArray([Float](repeating: 1, count: 5))
        let failure = #expect(throws: EmulatorFailure.self) {
            try EmulatedDevice.launch("add", grid: (1, 1), threads: 256, Int(fresh), ones, 5)
        }
        #expect(failure.map { Int($0.error) } == CC_ERROR_ILLEGAL_ADDRESS)
        #expect(driver.cuMemFree?(fresh) == 0)
    }

    @Test func `a graph's launches see what memory holds when they run`() throws {
        let driver = EmulatedDevice.driver
        let (y, x) = (try DeviceArray<Float>([1, 2]), try DeviceArray<Float>([10, 20]))
        var (stream, graph): (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?)
        var executable: UnsafeMutableRawPointer?
        #expect(driver.cuStreamCreate?(&stream, 1) == 0)
        #expect(driver.cuStreamBeginCapture?(stream, 0) == 0)
        try EmulatedDevice.launch("add", grid: (1, 1), threads: 32, on: stream, y, x, 2)
        #expect(driver.cuStreamSynchronize?(stream) != 0)
        #expect(driver.cuStreamEndCapture?(stream, &graph) == 0)
        #expect(try y.values() == [1, 2])
        #expect(driver.cuGraphInstantiateWithFlags?(&executable, graph, 0) == 0)
        for _ in 0..<3 { #expect(driver.cuGraphLaunch?(executable, stream) == 0) }
        #expect(try y.values() == [31, 62])
        _ = driver.cuGraphExecDestroy?(executable)
        _ = driver.cuGraphDestroy?(graph)
        _ = driver.cuStreamDestroy?(stream)
    }

    @Test func `errors have the driver's names`() {
        let driver = EmulatedDevice.driver
        var name: UnsafePointer<CChar>?
        let outOfMemory = Int32(CC_ERROR_OUT_OF_MEMORY)
        #expect(driver.cuGetErrorName?(outOfMemory, &name) == 0)
        #expect(name.map { String(cString: $0) } == "CUDA_ERROR_OUT_OF_MEMORY")
        var address: UInt64 = 0
        #expect(driver.cuMemAlloc?(&address, 1 << 40) == outOfMemory)
        var function: UnsafeMutableRawPointer?
        let missing = driver.cuModuleGetFunction?(&function, nil, "none")
        #expect(missing == Int32(CC_ERROR_NOT_FOUND))
    }
}
