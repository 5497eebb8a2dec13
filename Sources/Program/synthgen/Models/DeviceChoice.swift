import ArgumentParser
import Compute
import Foundation
import Hub
import Terminal

/// The device for models, as a command line names it.
enum DeviceChoice: ExpressibleByArgument, CustomStringConvertible {
    /// The first GPU if there is one that can be used, else the CPU.
    case automatic
    case cpu
    case cuda(Int)

    init?(argument: String) {
        switch argument {
        case "auto": self = .automatic
        case "cpu": self = .cpu
        case "cuda": self = .cuda(0)
        default:
            guard argument.hasPrefix("cuda:"), let number = Int(argument.dropFirst(5)), number >= 0
            else { return nil }
            self = .cuda(number)
        }
    }

    var description: String {
        switch self {
        case .automatic: "auto"
        case .cpu: "cpu"
        case .cuda(let number): number == 0 ? "cuda" : "cuda:\(number)"
        }
    }

    /// Whether it names a GPU.
    var isGPU: Bool { if case .cuda = self { true } else { false } }

    static let allValueStrings = ["auto", "cpu", "cuda"]

    /// Opens the device. ``automatic`` takes the CPU, with a warning, if the GPU cannot be used.
    ///
    /// - Throws: `CUDAError` if a GPU was asked for that cannot be used.
    func open() throws -> ComputeDevice {
        switch self {
        case .cpu: return .cpu
        case .cuda(let number): return try Self.gpu(number)
        case .automatic:
            guard ComputeDevice.hasGPUs else { return .cpu }
            do { return try Self.gpu(0) } catch {
                printError("warning: models run on the CPU: \(error)")
                return .cpu
            }
        }
    }

    private static func gpu(_ number: Int) throws -> ComputeDevice {
        let cache = ModelStore.defaultCache()
        return try .cuda(number, kernelCache: cache.appending(path: "kernels")) {
            printError("warning: \($0)")
        }
    }
}
