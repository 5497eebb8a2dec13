import CKernels

/// Products with weights and their gradients: a unit of work is a rectangle of the output.
///
/// Every sum is one chain of fused multiply-adds in ascending order, starting at 0; what is added
/// to comes last.
extension CPUDifferentiableBackend {
    package func multiply(
        _ x: MatrixView, by w: MatrixView, bias: MatrixView?, into y: MatrixView, adding: Bool
    ) {
        precondition(x.width == w.width, "the product's inputs differ")
        precondition(y.width == w.rowCount && y.rowCount == x.rowCount, "not the product's shape")
        precondition(
            bias.map { $0.rowCount == 1 && $0.width == y.width } ?? true, "not the bias's shape")
        run(
            WeightProduct(
                y: ProductOperand(y), x: ProductOperand(x), w: ProductOperand(w),
                bias: bias?.floats, adding: adding, isBackward: false))
    }

    package func multiplyBackward(
        _ dY: MatrixView, by w: MatrixView, into dX: MatrixView, adding: Bool
    ) {
        precondition(dY.width == w.rowCount, "the product's outputs differ")
        precondition(dX.width == w.width && dX.rowCount == dY.rowCount, "not the product's shape")
        run(
            WeightProduct(
                y: ProductOperand(dX), x: ProductOperand(dY), w: ProductOperand(w),
                bias: nil, adding: adding, isBackward: true))
    }

    package func accumulate(
        _ dY: MatrixView, _ x: MatrixView, scale: Float, blocks: [Range<Int>], into dW: MatrixView
    ) {
        precondition(dY.rowCount == x.rowCount, "the products' rows differ")
        precondition(dW.rowCount == dY.width && dW.width == x.width, "not the gradient's shape")
        for blocks in BlockGroups(blocks, rows: dY.rowCount).groups {
            run(
                GradientProduct(
                    dW: ProductOperand(dW), dY: ProductOperand(dY), x: ProductOperand(x),
                    scale: scale, blocks: blocks))
        }
    }

    package func accumulateBias(_ dY: MatrixView, blocks: [Range<Int>], into db: MatrixView) {
        precondition(db.rowCount == 1 && db.width == dY.width, "not the gradient's shape")
        let (from, out, isa) = (ProductOperand(dY), db.floats, isa)
        let width = ProductUnits.panel
        for blocks in BlockGroups(blocks, rows: dY.rowCount).groups {
            team.run((dY.width + width - 1) / width) { unit, _ in
                ck_accumulate_bias_f32(
                    out, from.floats, Int64(from.stride), blocks, Int64(blocks.count),
                    Int64(unit * width), Int64(min((unit + 1) * width, from.width)), isa)
            }
        }
    }

    private func run(_ product: WeightProduct) {
        let units = ProductUnits.multiplying(
            rows: product.y.rows, columns: product.y.width, threads: team.threads)
        switch product.isBackward || !forwardIsFloat32 ? arithmetic : .float32 {
        case .float32: multiplyFloats(product, units)
        case .bf16: multiplyPairs(product, units)
        }
    }

    private func run(_ product: GradientProduct) {
        let units = ProductUnits.accumulating(
            rows: product.dW.rows, columns: product.dW.width, threads: team.threads)
        switch arithmetic {
        case .float32: accumulateFloats(product, units)
        case .bf16: accumulatePairs(product, units)
        }
    }

    private func multiplyFloats(_ product: WeightProduct, _ units: ProductUnits) {
        let (y, x, w) = (product.y, product.x, product.w)
        scratch.reserve(Int(ck_multiply_scratch(Int64(units.rowsPerUnit), Int64(x.width))))
        let (scratch, isa, adding) = (scratch.rows, isa, product.adding ? 1 : 0 as Int32)
        team.run(units.count) { unit, worker in
            let (rows, columns) = (units.rows(ofUnit: unit), units.columns(ofUnit: unit))
            let (first, count) = (rows.lowerBound, Int64(rows.count))
            let (begin, end) = (Int64(columns.lowerBound), Int64(columns.upperBound))
            if product.isBackward {
                ck_multiply_backward_f32(
                    y.row(first), Int64(y.stride), x.row(first), Int64(x.stride), count,
                    w.floats, Int64(w.stride), Int64(x.width), adding, begin, end,
                    scratch.row(worker), isa)
            } else {
                ck_multiply_f32(
                    y.row(first), Int64(y.stride), x.row(first), Int64(x.stride), count,
                    w.floats, Int64(w.stride), Int64(x.width), product.bias, adding, begin, end,
                    scratch.row(worker), isa)
            }
        }
    }

    private func accumulateFloats(_ product: GradientProduct, _ units: ProductUnits) {
        let (dW, dY, x, blocks, isa) = (product.dW, product.dY, product.x, product.blocks, isa)
        let width = ProductUnits.panel
        let blockCount = Int64(blocks.count)
        let panelFloats = blocks.reduce(0) { $0 + Int($1.end - $1.begin) } * width
        let panels = (x.width + width - 1) / width
        let packed = operands.reserve(panels * panelFloats, of: Float.self)
        team.run(panels) { panel, _ in
            let first = panel * width
            ck_pack_columns_f32(
                packed + panel * panelFloats, x.floats + first, Int64(x.stride),
                Int64(min(width, x.width - first)), blocks, blockCount, isa)
        }
        scratch.reserve(panelFloats)
        let scratch = scratch.rows
        team.run(units.count) { unit, worker in
            let (rows, columns) = (units.rows(ofUnit: unit), units.columns(ofUnit: unit))
            ck_pack_columns_f32(
                scratch.row(worker), dY.floats + rows.lowerBound, Int64(dY.stride),
                Int64(rows.count), blocks, blockCount, isa)
            for first in stride(from: columns.lowerBound, to: columns.upperBound, by: width) {
                ck_accumulate_f32(
                    dW.row(rows.lowerBound) + first, Int64(dW.stride), scratch.row(worker),
                    packed + first / width * panelFloats, product.scale, blocks, blockCount,
                    Int64(rows.count), Int64(min(width, columns.upperBound - first)), isa)
            }
        }
    }
}

/// y = x·Wᵀ + b, or backward y = x·W.
struct WeightProduct {
    let y: ProductOperand
    let x: ProductOperand
    let w: ProductOperand
    let bias: UnsafeMutablePointer<Float>?
    let adding: Bool
    let isBackward: Bool
}

/// dW = dW + scale · dYᵀ·x over blocks of rows.
struct GradientProduct {
    let dW: ProductOperand
    let dY: ProductOperand
    let x: ProductOperand
    let scale: Float
    let blocks: [ck_rows]
}

/// Where a product's operand lies. Has no reference to count: the workers would contend for the
/// counts.
struct ProductOperand {
    let floats: UnsafeMutablePointer<Float>
    let rows: Int
    let stride: Int
    let width: Int

    init(_ view: MatrixView) {
        floats = view.floats
        (rows, stride, width) = (view.rowCount, view.stride, view.width)
    }

    func row(_ index: Int) -> UnsafeMutablePointer<Float> { floats + index * stride }
}
