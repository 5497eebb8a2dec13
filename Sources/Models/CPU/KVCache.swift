import CKernels

/// Keys and values of every position that is being attended to, in blocks that sequences share.
///
/// A block holds ``positionsPerBlock`` positions of every layer and head, in float32. Which sequence
/// has which block is decided elsewhere.
///
/// `@unchecked Sendable`: used by one step at a time; within a step every position is written by one
/// worker, and read only in a later stage.
package final class KVCache: @unchecked Sendable {
    /// Positions in one block.
    package static let positionsPerBlock = Int(CK_BLOCK_POSITIONS)

    /// The number of blocks.
    package let blockCount: Int
    /// Floats of one block of one layer.
    let blockStride: Int
    /// Floats of one head in one block.
    let tile: Int
    private let layerStride: Int
    private let memory: UnsafeMutablePointer<Float>

    /// Bytes of one block of a model.
    package static func bytesPerBlock(_ configuration: ModelConfiguration) -> Int {
        let tile = Int(ck_cache_tile(Int64(configuration.headDimension)))
        return tile * configuration.keyValueHeadCount * configuration.layerCount
            * MemoryLayout<Float>.size
    }

    /// Reserves the address space; the system gives memory as blocks are first written.
    package init(_ configuration: ModelConfiguration, blockCount: Int) {
        self.blockCount = blockCount
        tile = Int(ck_cache_tile(Int64(configuration.headDimension)))
        blockStride = tile * configuration.keyValueHeadCount
        layerStride = blockStride * blockCount
        memory = .allocate(capacity: max(1, layerStride * configuration.layerCount))
    }

    deinit { memory.deallocate() }

    /// The first block of a layer.
    func layer(_ index: Int) -> UnsafeMutablePointer<Float> { memory + index * layerStride }
}
