import ArgumentParser
import Inference
import Models

/// Whether models compute in 8-bit floats, and which weights share a scale.
struct FP8Options: ParsableArguments {
    /// The flags, of which at most one is given.
    enum Choice: EnumerableFlag {
        case fp8, fp8PerTensor

        static func name(for choice: Choice) -> NameSpecification {
            switch choice {
            case .fp8: .customLong("fp8")
            case .fp8PerTensor: .customLong("fp8-per-tensor")
            }
        }

        static func help(for choice: Choice) -> ArgumentHelp? {
            switch choice {
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
        case .fp8: .fp8
        case .fp8PerTensor: .fp8Tensor
        }
    }
}
