import CUDA

/// Attention over the paged key/value cache.
extension CUDABackend {
    package func attend(_ queryKeyValue: Activations, layer: Int, into y: Operand) {
        let (y, shape) = (self[y], configuration)
        let window = shape.attention.windows[layer]
        guard let index = windows.firstIndex(of: window) else { return }
        attempt { [self] in
            let plan = step.attention[index]
            let partials = step.partials
            func launch(
                _ variant: AttentionKernels.Variant, _ entries: DeviceStep.Entries
            ) throws {
                try variant.kernel.launch(
                    grid: Extent(entries.count, shape.keyValueHeadCount), block: variant.threads,
                    sharedBytes: variant.sharedBytes, on: stream, y.memory, queries.memory,
                    cache.keys(layer), cache.values(layer), step.positions, step.tableStarts,
                    step.tables, entries.start, partials, shape.headCount,
                    shape.keyValueHeadCount, shape.headDimension,
                    shape.headCount * shape.paddedHeadWidth, y.stride,
                    window ?? 0, shape.attention.scale, shape.attention.softCap ?? 0)
            }
            try launch(attention.several, plan.several)
            try launch(attention.single, plan.single)
            try attention.combine.launch(
                grid: Extent(plan.combine.count, (shape.headCount + 3) / 4), block: 128, on: stream,
                y.memory, partials, plan.combine.start, shape.headCount, shape.headDimension,
                y.stride)
        }
    }
}
