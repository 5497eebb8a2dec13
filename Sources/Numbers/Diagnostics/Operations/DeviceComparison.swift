package import CUDA
package import Compute
package import Foundation
import Models

/// Compares what a device computes with the reference: the CPU's plain C, in 32-bit floats.
package struct DeviceComparison {
    private let seed: UInt64
    private let folder: URL
    private let team: WorkerTeam

    /// A comparison on numbers of a seed.
    ///
    /// - Parameters:
    ///   - folder: Where the random models' files are written; it must be there.
    ///   - team: Its workers compute what runs on the CPU.
    package init(seed: UInt64, folder: URL, team: WorkerTeam) {
        (self.seed, self.folder, self.team) = (seed, folder, team)
    }

    /// The CPU's own kernels: in 32-bit floats the same bits as plain C, in the fastest
    /// arithmetic near it.
    package func cpu() throws -> [OperationResult] {
        let products = ProductComparison(seed: seed).run()
        let models = try RandomModel.all.flatMap { model in
            let decoder = try model.decoder(seed: seed, in: folder)
            let exact = try compare(
                decoder, "\(model.name), float32", tolerances: .exact
            ) { cpu(decoder, .float32) }
            let native = try compare(
                decoder, "\(model.name), native", tolerances: .near
            ) { cpu(decoder, .native) }
            return exact + native
        }
        return products + models
    }

    /// Another device.
    package func device(_ device: ComputeDevice) throws -> [OperationResult] {
        try RandomModel.all.flatMap { model in
            let decoder = try model.decoder(seed: seed, in: folder)
            return try compare(decoder, model.name, tolerances: .near) {
                try device.backend(
                    for: decoder, limits: OperationComparison.limits, team: team)
            }
        }
    }

    /// What a GPU has besides: steps as graphs, products of 8-bit floats, cuBLASLt's opinion.
    ///
    /// - Parameter blasLt: cuBLASLt, if it is here.
    package func gpu(_ device: ComputeDevice, blasLt: BlasLt?) throws -> ComparisonOutcome {
        var outcome = ComparisonOutcome()
        let graphs = GraphComparison(device: device, team: team)
        for model in RandomModel.all {
            let decoder = try model.decoder(seed: seed, in: folder)
            if let result = try graphs.run(decoder, name: model.name) {
                outcome.results.append(result)
            }
        }
        let floats = FP8Comparison(device: device, seed: seed, folder: folder, team: team)
        if let reason = floats.reasonToSkip {
            outcome.skip("project in 8-bit floats", reason)
        } else {
            outcome.results += try floats.run()
        }
        if let gpu = device.gpu, WarpgroupProducts.areWanted(on: gpu.device) {
            outcome.results.append(try warpgroups(gpu))
        }
        guard let blasLt else {
            outcome.skip("project, beside cuBLASLt", "cuBLASLt is not here, and no run needs it")
            return outcome
        }
        let cublas = CublasComparison(device: device, seed: seed, folder: folder, team: team)
        if let result = try cublas.run(blasLt) { outcome.results.append(result) }
        return outcome
    }

    /// Hopper's own products beside those of all GPUs. Of other bits they are right, but not used.
    func warpgroups(
        _ gpu: (device: CUDADevice, images: [KernelImage])
    ) throws -> OperationResult {
        let context = try CUDAContext(gpu.device)
        let library = try KernelLibrary(gpu.images, in: context)
        let trial = try WarpgroupTrial(in: context, seed: seed)
        let found = try trial.run(WarpgroupProducts { try library.kernel($0) })
        let expected = try trial.run(DecoderKernels { try library.kernel($0) })
        return OperationResult(
            "project by warpgroups",
            found.hasBits(of: expected) ? "the bits of all products" : "other bits: not used",
            found: found.sums, expected: expected.sums, tolerance: Self.otherOrder)
    }

    /// What sums in another order may differ by.
    private static let otherOrder: Float = 1e-4

    private func cpu(_ decoder: Decoder, _ arithmetic: Arithmetic) -> CPUBackend {
        CPUBackend(
            decoder.configuration, arithmetic: arithmetic, limits: OperationComparison.limits,
            team: team)
    }

    /// Every operation by itself, then the whole model; each on backends of its own.
    private func compare(
        _ decoder: Decoder, _ name: String, tolerances: OperationComparison.Tolerances,
        _ make: () throws -> any Backend
    ) throws -> [OperationResult] {
        guard let inspectable = try make() as? any InspectableBackend else {
            preconditionFailure("every backend can be inspected")
        }
        let comparison = try OperationComparison(
            decoder, name: name, of: inspectable, with: plain(decoder), tolerances: tolerances,
            seed: seed)
        let whole = try WholeModelComparison.run(
            decoder, name: name, of: try make(), with: plain(decoder), tolerance: tolerances.model)
        return try comparison.run() + [whole]
    }

    private func plain(_ decoder: Decoder) -> CPUBackend {
        CPUBackend(
            decoder.configuration, arithmetic: .float32, limits: OperationComparison.limits,
            team: team, usesPlainC: true)
    }
}
