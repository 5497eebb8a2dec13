/// Errors of the GPU, its driver and the kernel compiler.
package enum CUDAError: Error, Equatable, Sendable {
    /// No usable NVIDIA driver was found; `looked` lists the locations tried.
    case noDriver(looked: [LookedAt])
    /// The driver was found but does not start; `reason` is the driver's own message.
    case driverRefused(path: String, reason: String)
    /// The driver works but finds no GPU.
    case noDevice(path: String)
    /// No GPU has this index; `names` lists the GPUs there are.
    case noSuchDevice(ordinal: Int, names: [String])
    /// The GPU lacks instructions that our kernels use.
    case deviceTooOld(device: String, capability: Architecture)
    /// An allocation exceeds the GPU's free memory or its owner's budget.
    case outOfMemory(Shortage)
    /// The GPU reported a fatal error: this process can no longer use anything on it.
    case deviceLost(device: String, call: String, reason: String)
    /// The GPU was lost during the trial of kernels made for its generation alone.
    case trialFailed(device: String, reason: String)
    /// A call failed in another way; the GPU is not lost.
    case callFailed(call: String, reason: String)

    /// NVRTC, the kernel compiler, was not found; `looked` lists the locations tried.
    case noCompiler(looked: [LookedAt])
    /// NVRTC makes no code for this GPU; `newest` is the newest generation that it supports.
    case unknownArchitecture(Architecture, compiler: String, newest: Architecture?)
    /// A kernel file does not compile; `log` is the compiler's output.
    case compilation(program: String, architecture: Architecture, log: String)
    /// The compiled program has no kernel of this name.
    case noKernel(name: String, program: String)

    /// NCCL, which sums over several GPUs, was not found; `looked` lists the locations tried.
    case noNCCL(looked: [LookedAt])
    /// A call of NCCL failed.
    case ncclFailed(call: String, reason: String)
}

/// A refused request for GPU memory, with the figures for its message.
package struct Shortage: Error, Equatable, Sendable {
    /// A number of bytes with its owner and purpose.
    package struct Part: Equatable, Sendable {
        /// The model's name, or another owner's.
        package var owner: String
        /// What the memory is for, e.g. "weights" or "key/value cache".
        package var purpose: String
        /// Number of bytes.
        package var bytes: Int

        package init(owner: String, purpose: String, bytes: Int) {
            (self.owner, self.purpose, self.bytes) = (owner, purpose, bytes)
        }
    }

    /// The GPU: "GPU 0 (NVIDIA H200)".
    package var device: String
    /// The parts requested, all by one owner.
    package var wanted: [Part]
    /// Free bytes of the GPU at the time.
    package var free: Int
    /// Total bytes of the GPU.
    package var total: Int
    /// The owner's limit and its use, if the request exceeded the limit; else nil.
    package var budget: Budget?
    /// Memory that this process holds on the GPU.
    package var held: [Part]

    /// An owner's limit and how much of it is used.
    package struct Budget: Equatable, Sendable {
        /// Most bytes that the owner may hold.
        package var limit: Int
        /// Bytes that the owner holds.
        package var used: Int
    }
}
