/// A value that can be passed to a kernel, as eight bytes.
package protocol KernelArgument {
    /// The value's bits. A shorter value is at the low end: the driver reads the first bytes.
    var argumentBits: UInt64 { get }
}

extension Int: KernelArgument {
    /// A kernel's `int`; a value that does not fit traps.
    package var argumentBits: UInt64 { Int32(self).argumentBits }
}

extension Int32: KernelArgument {
    /// A kernel's `int`.
    package var argumentBits: UInt64 { UInt64(UInt32(bitPattern: self)) }
}

extension Int64: KernelArgument {
    /// A kernel's `long long`.
    package var argumentBits: UInt64 { UInt64(bitPattern: self) }
}

extension Float: KernelArgument {
    /// A kernel's `float`.
    package var argumentBits: UInt64 { UInt64(bitPattern) }
}

extension DeviceMemory: KernelArgument {
    /// A pointer to the first byte.
    package var argumentBits: UInt64 { address }
}

/// A pointer into a GPU's memory, or null.
package struct DevicePointer: KernelArgument, Sendable {
    /// The address; 0 is null.
    package var argumentBits: UInt64

    /// The null pointer.
    package static let null = DevicePointer(argumentBits: 0)

    /// `offset` bytes past the beginning of `memory`, which must outlive the kernel.
    package init(_ memory: DeviceMemory, at offset: Int = 0) {
        argumentBits = memory.address + UInt64(offset)
    }

    /// The pointer `bytes` further on, in the same memory.
    package func advanced(by bytes: Int) -> DevicePointer {
        DevicePointer(argumentBits: argumentBits + UInt64(bytes))
    }

    private init(argumentBits: UInt64) { self.argumentBits = argumentBits }
}
