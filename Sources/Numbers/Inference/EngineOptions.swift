public import Compute
import Foundation
import Models

/// How an engine uses the machine.
///
/// No option changes a result, except that another ``device`` gives other last digits.
public struct EngineOptions: Sendable {
    /// What the model computes on.
    public var device: ComputeDevice
    /// Threads that compute; by default one per core.
    public var threads: Int
    /// Most sequences that are worked on at once.
    public var maxBatch: Int
    /// Positions in the key/value cache, shared by all sequences; `nil`: as many as fit 1 GiB, or
    /// half of the memory that the weights leave of a GPU.
    public var cacheTokens: Int?
    /// Most tokens of one step; longer prompts are read over several.
    public var prefillChunk: Int
    /// Called by the engine's thread after every step.
    public var observer: (@Sendable (StepReport) -> Void)?

    /// Options; each has a default that suits most machines.
    public init(
        device: ComputeDevice = .cpu,
        threads: Int? = nil,
        maxBatch: Int = 64,
        cacheTokens: Int? = nil,
        prefillChunk: Int? = nil
    ) {
        self.device = device
        self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        self.maxBatch = maxBatch
        self.cacheTokens = cacheTokens
        self.prefillChunk = prefillChunk ?? (device.isGPU ? 2_048 : 256)
    }

    /// The cache's blocks for a model.
    func blockCount(_ model: Decoder) throws -> Int {
        let configuration = model.configuration
        let size = KVCache.positionsPerBlock
        if let cacheTokens { return max(1, cacheTokens / size) }
        let affordable = try device.cacheBudget(model) / device.bytesPerBlock(model)
        let useful = maxBatch * ((configuration.contextLength + size - 1) / size)
        return max(4, min(affordable, useful))
    }
}

/// What an engine has done and is doing.
public struct EngineStatistics: Sendable, Equatable {
    /// Tokens of replies, stop tokens not counted.
    public var tokensGenerated = 0
    /// Tokens of prompts that were computed.
    public var tokensPrefilled = 0
    /// Tokens of prompts that were found in the cache instead.
    public var tokensReused = 0
    /// Steps of the model.
    public var steps = 0
    /// How often a sequence lost its blocks to another and was computed again.
    public var preemptions = 0
    /// Time spent in steps.
    public var busy = Duration.zero
    /// Sequences that are worked on.
    public var running = 0
    /// Requests that are not running yet.
    public var waiting = 0
    /// Blocks of the cache that sequences hold.
    public var blocksInUse = 0
    /// All blocks of the cache.
    public var blockCount = 0

    /// Statistics of nothing done yet.
    public init() {}

    /// Tokens of replies per second of work.
    public var tokensPerSecond: Double {
        let seconds = busy / .seconds(1)
        return seconds > 0 ? Double(tokensGenerated) / seconds : 0
    }

    /// The share of the cache that sequences hold, 0 to 1.
    public var cacheUse: Double {
        blockCount > 0 ? Double(blocksInUse) / Double(blockCount) : 0
    }
}
