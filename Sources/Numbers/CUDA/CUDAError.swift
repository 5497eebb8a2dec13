/// What can go wrong between this program and a GPU.
package enum CUDAError: Error, Equatable, Sendable {
    /// No driver is installed, or none that can be used.
    case noDriver(looked: [LookedAt])
    /// The driver does not start; its own words.
    case driverRefused(path: String, reason: String)
    /// The driver works, but there is no GPU for it.
    case noDevice(path: String)
    /// A number that no GPU has.
    case noSuchDevice(ordinal: Int, names: [String])
    /// A GPU without the instructions that our kernels use.
    case deviceTooOld(device: String, capability: Architecture)
    /// Memory that the GPU, or a model's budget, does not have.
    case outOfMemory(Shortage)
    /// The GPU gave up: nothing on it can be used by this process any more.
    case deviceLost(device: String, call: String, reason: String)
    /// The GPU gave up when kernels of its generation alone were tried.
    case trialFailed(device: String, reason: String)
    /// A call failed in another way.
    case callFailed(call: String, reason: String)

    /// No compiler of kernels.
    case noCompiler(looked: [LookedAt])
    /// A compiler that knows no form of the GPU's machine code.
    case unknownArchitecture(Architecture, compiler: String, newest: Architecture?)
    /// A kernel's text that the compiler refuses.
    case compilation(program: String, architecture: Architecture, log: String)
    /// A kernel that is not in the program compiled for it.
    case noKernel(name: String, program: String)
}

/// A request for memory that was refused.
package struct Shortage: Error, Equatable, Sendable {
    /// Bytes that somebody holds or wants, and what for.
    package struct Part: Equatable, Sendable {
        /// The model's name, or whoever else asks.
        package var owner: String
        /// "weights", "key/value cache".
        package var purpose: String
        /// How many.
        package var bytes: Int

        package init(owner: String, purpose: String, bytes: Int) {
            (self.owner, self.purpose, self.bytes) = (owner, purpose, bytes)
        }
    }

    /// The GPU: "GPU 0 (NVIDIA H200)".
    package var device: String
    /// What was asked for, all of one owner.
    package var wanted: [Part]
    /// Bytes that the GPU had left.
    package var free: Int
    /// Bytes that the GPU has.
    package var total: Int
    /// The owner's limit and what it held of it, where that was in the way.
    package var budget: Budget?
    /// What this process holds on the GPU.
    package var held: [Part]

    /// An owner's limit.
    package struct Budget: Equatable, Sendable {
        /// The most that it may hold.
        package var limit: Int
        /// What it holds.
        package var used: Int
    }
}
