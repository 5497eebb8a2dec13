import CKernels

/// A backend whose rows can be set and looked at, so that each operation can be tried alone.
package protocol InspectableBackend: Backend {
    /// Begins a step whose operations are looked at one by one.
    func beginInspected(_ batch: TokenBatch)

    /// Sets the first rows, as many as there are floats for.
    func write(_ floats: [Float], to x: Activations) throws

    /// The same of what products read, in whatever forms the backend has of it.
    func write(_ floats: [Float], to x: Operand) throws

    /// Waits until all operations so far are done.
    func wait() throws

    /// The first rows.
    func read(_ x: Activations, rows: Int) throws -> [Float]

    /// The width of a row.
    func width(_ x: Activations) -> Int

    /// The width of a row.
    func width(_ x: Operand) -> Int
}

extension InspectableBackend {
    /// The first rows of what products read.
    package func read(_ x: Operand, rows: Int) throws -> [Float] {
        let count = rows * width(x)
        return try [Float](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let start = buffer.baseAddress else { return }
            try read(x, rows: 0..<rows, into: start)
            filled = count
        }
    }
}

extension CPUBackend: InspectableBackend {
    package func beginInspected(_ batch: TokenBatch) { begin(batch) }

    /// They are done at once.
    package func wait() {}

    package func write(_ floats: [Float], to x: Activations) {
        self[x].floats.update(from: floats, count: floats.count)
    }

    package func write(_ floats: [Float], to x: Operand) {
        let x = self[x]
        for row in 0..<floats.count / max(1, x.width) {
            for column in 0..<x.width { x.row(row)[column] = floats[row * x.width + column] }
            x.round(row, isa)
        }
    }

    package func read(_ x: Activations, rows: Int) -> [Float] {
        let x = self[x]
        return Array(UnsafeBufferPointer(start: x.floats, count: rows * x.width))
    }

    package func width(_ x: Activations) -> Int { self[x].width }

    package func width(_ x: Operand) -> Int { self[x].width }
}

extension CUDABackend: InspectableBackend {
    package func beginInspected(_ batch: TokenBatch) { begin(batch, graphs: nil) }

    package func write(_ floats: [Float], to x: Activations) throws {
        let x = self[x]
        attemptNow { try x.memory.write(floats, on: stream) }
        try wait()
    }

    package func write(_ floats: [Float], to x: Operand) throws {
        let x = self[x]
        let rows = floats.count / max(1, x.width)
        var bf16 = [UInt16](repeating: 0, count: rows * x.stride)
        bf16.withUnsafeMutableBufferPointer { bf16 in
            floats.withUnsafeBufferPointer { floats in
                guard let bf16 = bf16.baseAddress, let floats = floats.baseAddress else {
                    return
                }
                for row in 0..<rows {
                    ck_quantize_bf16(
                        bf16 + row * x.stride, floats + row * x.width, Int64(x.width))
                }
            }
        }
        attemptNow { try x.memory.write(bf16, on: stream) }
        try wait()
    }

    package func read(_ x: Activations, rows: Int) throws -> [Float] {
        let x = self[x]
        try wait()
        return try x.memory.read(rows * x.width, of: Float.self, on: stream)
    }

    package func width(_ x: Activations) -> Int { self[x].width }

    package func width(_ x: Operand) -> Int { self[x].width }
}
