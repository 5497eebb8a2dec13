import ArgumentParser
import Inference
import Models

/// How models compute, where that is not the fastest way.
struct ArithmeticOptions: ParsableArguments {
    /// The flags, of which at most one is given.
    enum Choice: EnumerableFlag {
        case float32, fp8, fp8PerTensor

        static func name(for choice: Choice) -> NameSpecification {
            switch choice {
            case .float32: .customLong("float32")
            case .fp8: .customLong("fp8")
            case .fp8PerTensor: .customLong("fp8-per-tensor")
            }
        }

        static func help(for choice: Choice) -> ArgumentHelp? {
            switch choice {
            case .float32:
                "Compute in 32-bit floats, the reference, on the CPU: slower, other last digits."
            case .fp8:
                "Compute in 8-bit floats on a GPU that has them: less memory, other answers."
            case .fp8PerTensor:
                "Like --fp8, with a scale for each weight tensor, not for each output."
            }
        }
    }

    @Flag(exclusivity: .exclusive)
    var choice: Choice?

    /// The arithmetic of the given flag; by default the fastest form of the weights' own format.
    var arithmetic: Arithmetic {
        switch choice {
        case nil: .native
        case .float32: .float32
        case .fp8: .fp8
        case .fp8PerTensor: .fp8Tensor
        }
    }

    /// Where models run: 32-bit floats are the CPU's alone.
    ///
    /// - Throws: `ValidationError` if a GPU was asked for them.
    func device(_ asked: DeviceChoice) throws -> DeviceChoice {
        guard choice == .float32 else { return asked }
        guard !asked.isGPU else {
            throw ValidationError("--float32 is for the CPU: leave out --device \(asked)")
        }
        return .cpu
    }
}
