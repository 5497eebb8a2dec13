import CUDA

/// What comes out: hidden states, logits, tokens. These wait for the GPU.
extension CUDABackend: SamplingBackend {
    package func read(
        _ x: Operand, rows: Range<Int>, into floats: UnsafeMutablePointer<Float>
    ) throws {
        let x = self[x]
        let bytes = rows.count * x.stride * x.size
        let staging = try workspace.staging(bytes, for: "hidden states")
        attemptNow {
            try x.memory.read(
                into: UnsafeMutableRawBufferPointer(rebasing: staging.bytes[..<bytes]),
                at: rows.lowerBound * x.stride * x.size, on: stream)
        }
        try wait()
        let values = staging.values(of: UInt16.self)
        for row in 0..<rows.count {
            for column in 0..<x.width {
                let bits = UInt32(values[row * x.stride + column]) << 16
                floats[row * x.width + column] = Float(bitPattern: bits)
            }
        }
    }

    package func logits(
        _ x: Operand,
        rows: Range<Int>,
        by head: MatrixHandle,
        softCap: Float?,
        into logits: UnsafeMutablePointer<Float>
    ) throws {
        let (x, head) = (self[x], self[head])
        let bytes = rows.count * head.outputs * 4
        attemptNow {
            let room = try workspace.room(bytes, for: "logits")
            try multiply(
                x.row(rows.lowerBound), rows: rows.count, by: head, into: DevicePointer(room),
                softCap: softCap)
            try room.read(
                into: UnsafeMutableRawBufferPointer(start: logits, count: bytes), on: stream)
        }
        try wait()
    }

    package func draw(
        _ x: Operand, rows: Range<Int>, by head: MatrixHandle, softCap: Float?, _ draws: [TokenDraw]
    ) throws {
        let (x, head) = (self[x], self[head])
        let atOnce = min(limits.rows, max(1, Self.mostLogitBytes / (head.outputs * 4)))
        attemptNow {
            let room = try workspace.room(
                min(atOnce, rows.count.rounded(upTo: 64)) * head.outputs * 4, for: "logits")
            try sampler.draw(draws, vocabularySize: head.outputs, rowsAtOnce: atOnce) { some in
                try multiply(
                    x.row(rows.lowerBound + some.lowerBound), rows: some.count, by: head,
                    into: DevicePointer(room), softCap: softCap)
                return room
            }
        }
        try throwFailure()
    }

    package func takeDrawn(into tokens: UnsafeMutablePointer<DrawnToken>) throws {
        try throwFailure()
        attemptNow { try sampler.take(into: tokens) }
        try throwFailure()
    }

    /// Most bytes of logits at a time.
    private static let mostLogitBytes = 256 << 20
}
