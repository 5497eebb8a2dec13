import CUDA
import Formatting
import JSON
import Terminal

/// Findings about GPUs and the libraries that they need.
enum GPUFindings {
    static func all() -> [Finding] {
        let gpus = gpus
        // Without a driver nothing needs the libraries: that they are not here is no news.
        let hasDriver = gpus.contains { $0.topic == CUDALibrary.driver.title && $0.isThere }
        let libraries = [compiler, blasLt, nccl].map { hasDriver ? $0 : $0.unneeded }
        return gpus + libraries
    }

    /// Findings about the driver and each GPU.
    private static var gpus: [Finding] {
        do {
            let driver = try CUDADriver.open()
            let version = "\(driver.version / 1_000).\(driver.version / 10 % 100)"
            let found = Finding(
                topic: "driver", text: "for CUDA \(version) and older, \(driver.path)",
                facts: ["path": .string(driver.path), "cuda": .string(version)])
            do {
                return [found] + (try driver.devices().map(gpu))
            } catch {
                return [found, MachineFindings.missing("GPU", "\(error)")]
            }
        } catch CUDAError.noDriver(let looked) {
            return [missing(.driver, "\(CUDAError.noDriver(looked: looked))", looked)]
        } catch {
            return [MachineFindings.missing("driver", "\(error)")]
        }
    }

    private static func gpu(_ device: CUDADevice) -> Finding {
        let capability = "\(device.capability.major).\(device.capability.minor)"
        let isOld = device.capability < .oldest
        return Finding(
            topic: "GPU \(device.ordinal)",
            text: "\(device.name), compute capability \(capability), "
                + "\(Format.bytes(device.memory)), \(device.multiprocessors) multiprocessors",
            help: isOld ? "the kernels need compute capability 8.0 or newer" : nil,
            facts: [
                "name": .string(device.name), "uuid": .string(device.uuid),
                "capability": .string(capability), "bytes": .integer(device.memory),
                "multiprocessors": .integer(device.multiprocessors),
                "clock_in_kilohertz": .integer(device.clockInKilohertz),
                "memory_clock_in_kilohertz": .integer(device.memoryClockInKilohertz),
                "bus_width_in_bits": .integer(device.busWidthInBits),
            ])
    }

    private static var compiler: Finding {
        do {
            let nvrtc = try NVRTC.open()
            let newest = nvrtc.architectures.last.map { ", up to \($0)" } ?? ""
            return Finding(
                topic: "NVRTC", text: "\(nvrtc.version)\(newest), \(nvrtc.path)",
                facts: ["path": .string(nvrtc.path), "version": .string(nvrtc.version)])
        } catch CUDAError.noCompiler(let looked) {
            return missing(.nvrtc, "\(CUDAError.noCompiler(looked: looked))", looked)
        } catch {
            return MachineFindings.missing("NVRTC", "\(error)")
        }
    }

    private static var blasLt: Finding {
        let (found, looked) = BlasLt.open()
        guard let found else {
            let text = "not here; `bench` measures the matrix rate with it, no run needs it"
            var finding = Finding(topic: "cuBLASLt", text: text, help: CUDALibrary.blasLt.remedy)
            finding.facts = facts(looked)
            return finding
        }
        return Finding(
            topic: "cuBLASLt", text: "\(found.version), \(found.path)",
            facts: ["path": .string(found.path), "version": .string(found.version)])
    }

    private static var nccl: Finding {
        do {
            let nccl = try NCCL.open()
            return Finding(
                topic: CUDALibrary.nccl.title, text: "\(nccl.version), \(nccl.path)",
                facts: ["path": .string(nccl.path), "version": .string(nccl.version)])
        } catch {
            var finding = Finding(
                topic: CUDALibrary.nccl.title,
                text: "not here; `train --gpus` needs it for more than one",
                help: CUDALibrary.nccl.remedy)
            if case CUDAError.noNCCL(let looked) = error { finding.facts = facts(looked) }
            return finding
        }
    }

    private static func missing(
        _ library: CUDALibrary, _ description: String, _ looked: [LookedAt]
    ) -> Finding {
        var finding = MachineFindings.missing(library.title, description)
        finding.facts = facts(looked)
        return finding
    }

    /// Returns every location that was searched, with its problem.
    private static func facts(_ looked: [LookedAt]) -> JSONObject {
        let locations = looked.map { looked in
            JSON.object([
                "origin": .string(looked.location.origin), "path": .string(looked.location.path),
                "problem": .string(looked.problem ?? ""),
            ])
        }
        return ["looked_at": .array(locations)]
    }
}

extension Finding {
    /// The finding of a GPU's library where there is no GPU's driver: what is missing is in one line.
    fileprivate var unneeded: Finding {
        isThere
            ? self
            : Finding(
                topic: topic, text: "not here; only GPUs need it", isUnneeded: true, facts: facts)
    }
}
