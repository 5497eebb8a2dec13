import ArgumentParser
import Foundation

/// How this machine runs models; nothing of it changes what comes out.
struct ModelOptions: ParsableArguments {
    @Option(help: "Worker threads; one per core, if not given.")
    var threads: Int?

    @Option(name: .customLong("max-batch"), help: "Sequences that are decoded together.")
    var maxBatch = 32

    @Option(help: "Where models run: cpu, cuda or auto.")
    var device = Device.auto

    enum Device: String, ExpressibleByArgument, CaseIterable {
        case cpu, cuda, auto
    }

    /// As many threads as asked for, or one per core.
    var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

    func validate() throws {
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads must be from 1 to 1024, found \(threads)")
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
