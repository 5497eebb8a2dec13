import CUDA
import Models

/// Keys and values on a GPU: bfloat16 `[layer][block][key head][16][width]`, one array each.
struct DeviceCache {
    private let keys: DeviceMemory
    private let values: DeviceMemory
    private let bytesPerLayer: Int

    init(_ shape: ModelConfiguration, blocks: Int, _ budget: MemoryBudget) throws {
        bytesPerLayer = Self.bytesPerBlock(shape) / 2 / shape.layerCount * blocks
        keys = try budget.allocate(bytesPerLayer * shape.layerCount, for: "key/value cache")
        values = try budget.allocate(bytesPerLayer * shape.layerCount, for: "key/value cache")
    }

    /// Bytes of one block of all layers, keys and values.
    static func bytesPerBlock(_ shape: ModelConfiguration) -> Int {
        2 * shape.layerCount * shape.keyValueHeadCount * shape.paddedHeadWidth
            * KVCache.positionsPerBlock * 2
    }

    func keys(_ layer: Int) -> DevicePointer { DevicePointer(keys, at: layer * bytesPerLayer) }

    func values(_ layer: Int) -> DevicePointer { DevicePointer(values, at: layer * bytesPerLayer) }
}

extension ModelConfiguration {
    /// Numbers of a head on a GPU: its dimension, padded (kernels/head_width.cuh).
    var paddedHeadWidth: Int { headDimension.rounded(upTo: 8) }
}
