/// A layer's experts on the CPU.
struct CPUExperts {
    let router: Projection
    /// For each expert, gate and up side by side.
    let expand: [Projection]
    let contract: [Projection]
}
