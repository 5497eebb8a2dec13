package import CUDA
package import Compute
package import Foundation
import Models

/// Compares a device's operations with the reference: plain C on the CPU, in float32.
package struct DeviceComparison {
    private let seed: UInt64
    private let folder: URL
    private let team: WorkerTeam

    /// A comparison on random numbers from `seed`.
    ///
    /// - Parameters:
    ///   - folder: Where the random models' files are written; it must exist.
    ///   - team: Worker threads for the CPU's side.
    package init(seed: UInt64, folder: URL, team: WorkerTeam) {
        (self.seed, self.folder, self.team) = (seed, folder, team)
    }

    /// Compares the CPU's own kernels: the same bits as plain C in float32, close results in
    /// native arithmetic.
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

    /// Compares another device.
    package func device(_ device: ComputeDevice) throws -> [OperationResult] {
        try RandomModel.all.flatMap { model in
            let decoder = try model.decoder(seed: seed, in: folder)
            return try compare(decoder, model.name, tolerances: .near) {
                try device.backend(
                    for: decoder, limits: OperationComparison.limits, team: team)
            }
        }
    }

    /// Compares what only GPUs have: steps as CUDA graphs, fp8 and warpgroup matmuls, and
    /// cuBLASLt's matmul.
    ///
    /// - Parameter blasLt: cuBLASLt; `nil` if it is not installed.
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

    /// Compares Hopper's warpgroup matmuls with those of all GPUs. Other bits are right, too, but
    /// such matmuls are not used.
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

    /// Tolerance of sums in another order.
    private static let otherOrder: Float = 1e-4

    private func cpu(_ decoder: Decoder, _ arithmetic: Arithmetic) -> CPUBackend {
        CPUBackend(
            decoder.configuration, arithmetic: arithmetic, limits: OperationComparison.limits,
            team: team)
    }

    /// Compares every operation by itself, then the whole model, each on backends of its own.
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
