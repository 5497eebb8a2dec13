import ArgumentParser
import Foundation
import Inference
import Models

/// How this machine runs models. Results depend on ``arithmetic``, and in the last digits on the device.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Worker threads; one per core, if not given.", valueName: "count"))
    var threads: Int?

    @Option(
        name: .customLong("max-batch"),
        help: ArgumentHelp("Most sequences that are decoded together.", valueName: "count"))
    var maxBatch = 32

    @Option(help: "Where models run; cuda:N is a GPU by its number.")
    var device = DeviceChoice.automatic

    @Option(
        name: .customLong("gpu-memory"),
        help: ArgumentHelp(
            "Most GiB of a GPU that each model may hold; all that is free, if not given.",
            valueName: "gib"))
    var gpuMemory: Double?

    @OptionGroup var arithmeticOptions: ArithmeticOptions

    var arithmetic: Arithmetic { arithmeticOptions.arithmetic }

    /// As many threads as asked for, or one per core.
    var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

    mutating func validate() throws {
        device = try arithmeticOptions.device(device)
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads must be from 1 to 1024, found \(threads)")
        }
        if let gpuMemory, !(0.1...4_096).contains(gpuMemory) {
            throw ValidationError("--gpu-memory must be from 0.1 to 4096 GiB, found \(gpuMemory)")
        }
        guard (1...4_096).contains(maxBatch) else {
            throw ValidationError("--max-batch must be from 1 to 4096, found \(maxBatch)")
        }
    }
}

extension ModelOptions {
    /// The defaults, for commands that only tokenize.
    static var standard: ModelOptions {
        get throws { try ModelOptions.parse([]) }
    }
}
