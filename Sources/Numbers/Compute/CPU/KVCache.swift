import CKernels
package import Models

/// Keys and values of every position that is being attended to, in blocks that sequences share.
///
/// A block holds ``positionsPerBlock`` positions of every layer and head, as float32 or as fp16.
/// Which sequence has which block is decided elsewhere.
///
/// `@unchecked Sendable`: used by one step at a time; within a step every position is written by one
/// worker, and read only in a later stage.
package final class KVCache: @unchecked Sendable {
    /// Positions in one block.
    package static let positionsPerBlock = Int(CK_BLOCK_POSITIONS)

    /// The number of blocks.
    package let blockCount: Int
    /// Whether the numbers are fp16.
    let isFP16: Bool
    /// Numbers of one block of one layer.
    let blockStride: Int
    /// Numbers of one head in one block.
    let tile: Int
    private let layerStride: Int
    private let memory: HugeMemory

    /// Bytes of one block of a model.
    package static func bytesPerBlock(
        _ configuration: ModelConfiguration,
        _ arithmetic: Arithmetic
    ) -> Int {
        let tile = Int(ck_cache_tile(Int64(configuration.headDimension)))
        return tile * configuration.keyValueHeadCount * configuration.layerCount
            * size(arithmetic)
    }

    /// Bytes of the keys and values of one token.
    package static func bytesPerToken(
        _ configuration: ModelConfiguration, _ arithmetic: Arithmetic = .native
    ) -> Int {
        bytesPerBlock(configuration, arithmetic) / positionsPerBlock
    }

    /// Reserves the address space; the system gives memory as blocks are first written.
    package init(_ configuration: ModelConfiguration, _ arithmetic: Arithmetic, blockCount: Int) {
        self.blockCount = blockCount
        tile = Int(ck_cache_tile(Int64(configuration.headDimension)))
        blockStride = tile * configuration.keyValueHeadCount
        layerStride = blockStride * blockCount
        isFP16 = Self.size(arithmetic) == 2
        let bytes = layerStride * configuration.layerCount * Self.size(arithmetic)
        memory = HugeMemory(byteCount: bytes)
    }

    /// The first block of a layer.
    func layer(_ index: Int) -> UnsafeMutableRawPointer {
        memory.start + index * layerStride * (isFP16 ? 2 : 4)
    }

    /// Where a block's numbers begin, in a layer.
    func offset(_ numbers: Int) -> Int { numbers * (isFP16 ? 2 : 4) }

    /// Bytes of one number.
    private static func size(_ arithmetic: Arithmetic) -> Int { arithmetic == .native ? 2 : 4 }
}
