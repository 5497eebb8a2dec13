import CKernels

/// Products of operands rounded to bf16: first one operand is packed for all workers, then each
/// unit packs its part of the other.
extension CPUDifferentiableBackend {
    func multiplyPairs(_ product: WeightProduct, _ units: ProductUnits) {
        let (y, x, w, isa) = (product.y, product.x, product.w, isa)
        let pairs = (x.width + 1) / 2
        let packed = packRows(of: x, pairs: pairs)
        let words = ck_multiply_bf16_scratch(Int64(units.rowsPerUnit), Int64(x.width))
        scratch.reserve(Int(words))
        let scratch = scratch.rows
        team.run(units.count) { unit, worker in
            let (rows, columns) = (units.rows(ofUnit: unit), units.columns(ofUnit: unit))
            let first = rows.lowerBound
            ck_multiply_bf16(
                y.row(first), Int64(y.stride), packed + first * pairs, Int64(pairs),
                Int64(rows.count), w.floats, Int64(w.stride), Int64(x.width),
                product.isBackward ? 1 : 0, product.bias, product.adding ? 1 : 0,
                Int64(columns.lowerBound), Int64(columns.upperBound), scratch.words(worker), isa)
        }
    }

    /// The rows as pairs, zeros after the last one up to a whole tile.
    private func packRows(of x: ProductOperand, pairs: Int) -> UnsafeMutablePointer<UInt32> {
        let tile = ProductUnits.tile
        let tiles = (x.rows + tile - 1) / tile
        let (packed, isa) = (operands.reserve(tiles * tile * pairs, of: UInt32.self), isa)
        team.run(tiles) { unit, _ in
            let first = unit * tile
            let (to, count) = (packed + first * pairs, min(tile, x.rows - first))
            ck_pack_rows_bf16(
                to, Int64(pairs), x.row(first), Int64(x.stride), Int64(count), Int64(x.width), isa)
            (to + count * pairs).update(repeating: 0, count: (tile - count) * pairs)
        }
        return packed
    }

    func accumulatePairs(_ product: GradientProduct, _ units: ProductUnits) {
        let (dW, dY, x, blocks, isa) = (product.dW, product.dY, product.x, product.blocks, isa)
        let width = ProductUnits.panel
        let blockCount = Int64(blocks.count)
        let panelWords = blocks.reduce(0) { $0 + Int($1.end - $1.begin + 1) / 2 } * width
        let panels = (x.width + width - 1) / width
        let packed = operands.reserve(panels * panelWords, of: UInt32.self)
        team.run(panels) { panel, _ in
            let first = panel * width
            ck_pack_columns_bf16(
                packed + panel * panelWords, x.floats + first, Int64(x.stride),
                Int64(min(width, x.width - first)), blocks, blockCount, isa)
        }
        scratch.reserve(panelWords)
        let scratch = scratch.rows
        team.run(units.count) { unit, worker in
            let (rows, columns) = (units.rows(ofUnit: unit), units.columns(ofUnit: unit))
            ck_pack_columns_bf16(
                scratch.words(worker), dY.floats + rows.lowerBound, Int64(dY.stride),
                Int64(rows.count), blocks, blockCount, isa)
            for first in stride(from: columns.lowerBound, to: columns.upperBound, by: width) {
                ck_accumulate_bf16(
                    dW.row(rows.lowerBound) + first, Int64(dW.stride), scratch.words(worker),
                    packed + first / width * panelWords, product.scale, blocks, blockCount,
                    Int64(rows.count), Int64(min(width, columns.upperBound - first)), isa)
            }
        }
    }
}

extension Rows {
    /// A worker's row as words of 32 bits.
    fileprivate func words(_ index: Int) -> UnsafeMutablePointer<UInt32> {
        UnsafeMutableRawPointer(row(index)).assumingMemoryBound(to: UInt32.self)
    }
}
