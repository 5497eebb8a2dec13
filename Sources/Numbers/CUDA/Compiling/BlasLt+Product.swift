import CCUDA

extension BlasLt {
    /// Returns the mean seconds of one product of square bf16 matrices, summed in float32.
    ///
    /// - Parameter size: Rows and columns.
    package func secondsOfProduct(size: Int, in context: CUDAContext) throws -> Double {
        let budget = MemoryBudget(of: context, owner: "the matrix rate")
        let stream = try context.makeStream()
        let matrices = try (0..<3).map { _ in
            try budget.allocate(2 * size * size, for: "a matrix")
        }
        // Every number becomes bf16 0x3c3c, about 0.011: fresh memory might hold NaN.
        for matrix in matrices { try matrix.fill(0x3c, on: stream) }
        let workspace = try budget.allocate(Self.workspaceBytes, for: "workspace")
        let product = try Product(self, size: size)
        return try context.seconds(on: stream, repetitions: 10) {
            try product.put(matrices, workspace, on: stream)
        }
    }

    /// Returns x·Wᵀ of square row-major bf16 matrices, summed in float32 and rounded to bf16.
    ///
    /// - Parameter size: Rows and columns of each.
    package func product(
        of x: [UInt16], by weights: [UInt16], size: Int, in context: CUDAContext
    ) throws -> [UInt16] {
        precondition(x.count == size * size && weights.count == size * size, "not square")
        let budget = MemoryBudget(of: context, owner: "the comparison with cuBLASLt")
        let stream = try context.makeStream()
        let matrices = try (0..<3).map { _ in
            try budget.allocate(2 * size * size, for: "a matrix")
        }
        // cuBLASLt is column-major, so it reads our row-major matrices as their transposes. It
        // computes W·xᵀ (its first operand transposed back): in memory, that is our x·Wᵀ.
        try matrices[0].write(weights, on: stream)
        try matrices[1].write(x, on: stream)
        let workspace = try budget.allocate(Self.workspaceBytes, for: "workspace")
        try Product(self, size: size).put(matrices, workspace, on: stream)
        return try matrices[2].read(size * size, of: UInt16.self, on: stream)
    }

    fileprivate static let workspaceBytes = 32 << 20

    fileprivate func check(_ code: Int32, _ call: String) throws {
        guard code == CC_BLASLT_SUCCESS else {
            throw CUDAError.callFailed(call: call, reason: "cuBLASLt's status \(code)")
        }
    }
}

/// cuBLASLt's descriptors of one product, and the algorithm that it chose.
private final class Product {
    private let blasLt: BlasLt
    private var handle: UnsafeMutableRawPointer?
    private var description: UnsafeMutableRawPointer?
    private var layout: UnsafeMutableRawPointer?
    private var preference: UnsafeMutableRawPointer?
    private var choice = cc_blaslt_heuristic()

    init(_ blasLt: BlasLt, size: Int) throws {
        self.blasLt = blasLt
        let table = blasLt.table
        try blasLt.check(table.cublasLtCreate(&handle), "cublasLtCreate")
        try blasLt.check(
            table.cublasLtMatmulDescCreate(
                &description, Int32(CC_BLASLT_COMPUTE_32F), Int32(CC_BLASLT_R_32F)),
            "cublasLtMatmulDescCreate")
        var transposed = Int32(CC_BLASLT_OP_T)
        try blasLt.check(
            table.cublasLtMatmulDescSetAttribute(
                description, Int32(CC_BLASLT_DESC_TRANSA), &transposed, 4),
            "cublasLtMatmulDescSetAttribute")
        let side = UInt64(size)
        try blasLt.check(
            table.cublasLtMatrixLayoutCreate(
                &layout, Int32(CC_BLASLT_R_16BF), side, side, Int64(size)),
            "cublasLtMatrixLayoutCreate")
        try blasLt.check(
            table.cublasLtMatmulPreferenceCreate(&preference), "cublasLtMatmulPreferenceCreate")
        var bytes = BlasLt.workspaceBytes
        try blasLt.check(
            table.cublasLtMatmulPreferenceSetAttribute(
                preference, Int32(CC_BLASLT_PREF_MAX_WORKSPACE_BYTES), &bytes, 8),
            "cublasLtMatmulPreferenceSetAttribute")
        var found: Int32 = 0
        try blasLt.check(
            table.cublasLtMatmulAlgoGetHeuristic(
                handle, description, layout, layout, layout, layout, preference, 1, &choice,
                &found),
            "cublasLtMatmulAlgoGetHeuristic")
        guard found > 0 else {
            throw CUDAError.callFailed(
                call: "cublasLtMatmulAlgoGetHeuristic", reason: "it knows no algorithm")
        }
    }

    deinit {
        // Each may be nil: `init` may have thrown half-way.
        let table = blasLt.table
        if let preference { _ = table.cublasLtMatmulPreferenceDestroy(preference) }
        if let layout { _ = table.cublasLtMatrixLayoutDestroy(layout) }
        if let description { _ = table.cublasLtMatmulDescDestroy(description) }
        if let handle { _ = table.cublasLtDestroy(handle) }
    }

    func put(_ matrices: [DeviceMemory], _ workspace: DeviceMemory, on stream: Stream) throws {
        var (one, zero) = (Float(1), Float(0))
        let code = withUnsafePointer(to: &choice.algorithm) { algorithm in
            algorithm.withMemoryRebound(to: UInt64.self, capacity: 8) { algorithm in
                blasLt.table.cublasLtMatmul(
                    handle, description, &one, matrices[0].address, layout, matrices[1].address,
                    layout, &zero, matrices[2].address, layout, matrices[2].address, layout,
                    algorithm, workspace.address, workspace.byteCount, stream.handle)
            }
        }
        try blasLt.check(code, "cublasLtMatmul")
    }
}
