extension CUDAError: CustomStringConvertible {
    /// What was found, what was expected and what to do next.
    package var description: String {
        switch self {
        case .noDriver, .driverRefused, .noDevice, .noSuchDevice, .deviceTooOld:
            deviceDescription
        case .outOfMemory(let shortage): shortage.description
        case .deviceLost(let device, let call, let reason):
            """
            \(device) is lost: \(reason)
              \(call) reported it; nothing on the GPU can be used by this process any more. What \
            was written so far is kept.
              help: run the same command again to go on; if it happens again, look at `nvidia-smi -q` \
            and `dmesg` for what ails the GPU, or use --device cpu
            """
        case .trialFailed(let device, let reason):
            """
            \(device) is lost: \(reason)
              It was trying the kernels that are for its generation alone.
              help: set SYNTHGEN_WARPGROUPS=0 to go without them (long prompts are read more slowly), \
            and report this
            """
        case .callFailed(let call, let reason):
            """
            \(call) failed: \(reason)
              help: `synthgen doctor --device cuda` tries each operation; --device cpu goes without \
            the GPU
            """
        case .noCompiler, .unknownArchitecture, .compilation, .noKernel: compilerDescription
        case .noNCCL(let looked):
            """
            there is no NCCL, by which several GPUs train together
              \(sentence(of: looked))
              help: \(CUDALibrary.nccl.remedy); or use --gpus 1
            """
        case .ncclFailed(let call, let reason):
            """
            \(call) failed: \(reason)
              help: run it again with NCCL_DEBUG=INFO to see what NCCL says, or use --gpus 1
            """
        }
    }

    private var deviceDescription: String {
        switch self {
        case .noDriver(let looked):
            """
            no CUDA device: there is no usable NVIDIA driver
              \(sentence(of: looked))
              help: \(CUDALibrary.driver.remedy); or use --device cpu
            """
        case .driverRefused(let path, let reason):
            """
            no CUDA device: the NVIDIA driver does not start: \(reason)
              The driver is \(path).
              help: see whether `nvidia-smi` works; or use --device cpu
            """
        case .noDevice(let path):
            """
            no CUDA device: the NVIDIA driver finds no GPU
              The driver is \(path).
              help: see whether `nvidia-smi` lists one and CUDA_VISIBLE_DEVICES hides none; or use \
            --device cpu
            """
        case .noSuchDevice(let ordinal, let names):
            """
            no GPU \(ordinal)
              There \(names.count == 1 ? "is" : "are") \
            \(names.enumerated().map { "\($0): \($1)" }.joined(separator: ", ")).
              help: name one of these
            """
        case .deviceTooOld(let device, let capability):
            """
            \(device) has compute capability \(capability.major).\(capability.minor)
              The kernels need 8.0 (Ampere, 2020) or newer.
              help: use --device cpu
            """
        default: ""
        }
    }

    private var compilerDescription: String {
        switch self {
        case .noCompiler(let looked):
            """
            there is no compiler for the GPU's kernels (NVRTC)
              \(sentence(of: looked))
              help: \(CUDALibrary.nvrtc.remedy)
            """
        case .unknownArchitecture(let architecture, let compiler, let newest):
            """
            NVRTC \(compiler) makes no code for a GPU of \(architecture)
              \(newest.map { "The newest that it knows is \($0)." } ?? "It names none that it knows.")
              help: a newer NVRTC: pip install --upgrade nvidia-cuda-nvrtc
            """
        case .compilation(let program, let architecture, let log):
            """
            \(program) does not compile for \(architecture)
            \(indented(log))
              help: this is a mistake in synthgen, or an NVRTC that it has not been tried with; \
            --device cpu goes without
            """
        case .noKernel(let name, let program):
            """
            there is no kernel '\(name)' in \(program)
              help: this is a mistake in synthgen; --device cpu goes without
            """
        default: ""
        }
    }

    /// Describes a library search: the unusable files with their reasons, else where it looked.
    private func sentence(of looked: [LookedAt]) -> String {
        // A file that is there but unusable explains more than the folders without one.
        let damaged = looked.filter(\.isDamaged)
        guard damaged.isEmpty else {
            return damaged.map { "\($0.location.path): \($0.problem ?? "")." }
                .joined(separator: "\n  ")
        }
        var origins: [String] = []
        for location in looked.map(\.location.origin) where !origins.contains(location) {
            origins.append(location)
        }
        // A machine has a dozen of these, none of which tells anything.
        let packages = ["/site-packages", "/dist-packages"]
        let places = origins.filter { origin in !packages.contains(where: origin.hasSuffix) }
        let pythons = origins.count - places.count
        let rest =
            pythons == 0
            ? [] : ["the packages of \(pythons == 1 ? "one Python" : "\(pythons) Pythons")"]
        return "Looked in \((places + rest).joined(separator: ", ")): it is not there."
    }

    private func indented(_ log: String) -> String {
        log.split(separator: "\n").prefix(20).map { "  \($0)" }.joined(separator: "\n")
    }
}

extension Shortage: CustomStringConvertible {
    /// The message: what was requested, what the GPU has, and who holds its memory.
    package var description: String {
        let owner = wanted.first?.owner ?? "a model"
        let needs = wanted.map { "\(size($0.bytes)) for \($0.purpose)" }
        var lines = ["\(device) is out of memory for '\(owner)'"]
        lines.append("  Needed \(list(needs)); \(size(free)) of \(size(total)) were free.")
        if let budget {
            lines.append(
                "  Its budget is \(size(budget.limit)), of which it holds \(size(budget.used)).")
        }
        if !held.isEmpty {
            let parts = held.map { "'\($0.owner)' \(size($0.bytes)) for \($0.purpose)" }
            lines.append("  Held by this process: \(list(parts)).")
        }
        lines.append(
            """
              help: lower "cacheTokens" or --max-batch, \(budget == nil ? "" : "raise the budget, ")\
            use a smaller model, or --device cpu
            """)
        return lines.joined(separator: "\n")
    }

    private func list(_ parts: [String]) -> String {
        guard parts.count > 1, let last = parts.last else { return parts.joined() }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }
}

/// Formats a byte count in the largest binary unit that fits, with one decimal: "1.5 GiB".
func size(_ bytes: Int) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 1_024 && unit < units.count - 1 {
        value /= 1_024
        unit += 1
    }
    guard unit > 0 else { return "\(bytes) B" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
}
