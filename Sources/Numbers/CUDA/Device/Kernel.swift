import CCUDA

/// Number of blocks in a grid, along each axis.
package struct Extent: Sendable, Equatable {
    /// Blocks along each axis.
    package var x, y, z: Int

    /// Creates an extent of x · y · z blocks.
    package init(_ x: Int, _ y: Int = 1, _ z: Int = 1) { (self.x, self.y, self.z) = (x, y, z) }
}

/// A kernel of a loaded program.
package final class Kernel {
    /// The kernel's name.
    package let name: String
    private let function: UnsafeMutableRawPointer
    private let module: KernelModule
    private let launch:
        @convention(c) (
            UnsafeMutableRawPointer?, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32,
            UnsafeMutableRawPointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
            UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        ) -> Int32

    private var context: CUDAContext { module.context }

    init(_ name: String, _ function: UnsafeMutableRawPointer, in module: KernelModule) {
        (self.name, self.function, self.module) = (name, function, module)
        launch = module.context.table.cuLaunchKernel
    }

    /// Puts the kernel into a stream, without allocating.
    ///
    /// A grid without blocks launches nothing. Number and types of the arguments are those of the
    /// kernel's parameters, which nothing checks: `Int` for `int`, `Int64` for `long long`,
    /// ``DeviceMemory`` or ``DevicePointer`` for a pointer; at most 40.
    package func launch<each Argument: KernelArgument>(
        grid: Extent, block: Int, sharedBytes: Int = 0, on stream: Stream,
        _ arguments: repeat each Argument
    ) throws {
        guard grid.x > 0, grid.y > 0, grid.z > 0 else { return }
        var slots = [40 of UInt64](repeating: 0)
        var count = 0
        for argument in repeat each arguments {
            slots[count] = argument.argumentBits
            count += 1
        }
        // The driver copies the arguments before it returns, so they may lie on the stack.
        let code = withUnsafeMutableBytes(of: &slots) { slots in
            start(grid, block, sharedBytes, stream, slots, count)
        }
        try context.check(code, "kernel '\(name)'")
    }

    private func start(
        _ grid: Extent, _ block: Int, _ sharedBytes: Int, _ stream: Stream,
        _ slots: UnsafeMutableRawBufferPointer, _ count: Int
    ) -> Int32 {
        withUnsafeTemporaryAllocation(
            of: UnsafeMutableRawPointer?.self, capacity: count + 1
        ) { pointers in
            for index in 0..<count {
                pointers.initializeElement(at: index, to: slots.baseAddress.map { $0 + 8 * index })
            }
            return launch(
                function, UInt32(grid.x), UInt32(grid.y), UInt32(grid.z), UInt32(block), 1, 1,
                UInt32(sharedBytes), stream.handle, pointers.baseAddress, nil)
        }
    }

    // MARK: Shared memory

    /// Raises the limit of dynamic shared memory, which is 48 KiB without this call.
    package func allow(sharedBytes: Int) throws {
        let attribute = Int32(CC_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES)
        try context.check(
            context.table.cuFuncSetAttribute(function, attribute, Int32(sharedBytes)),
            "allowing \(size(sharedBytes)) of shared memory to kernel '\(name)'")
    }
}
